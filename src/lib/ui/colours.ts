/** The theme's named colours, legible in light and dark: `--colour-NAME` on `--colour-NAME-surface`. */
export const colourNames = ['petrol', 'indigo', 'plum', 'rose', 'brick', 'amber', 'moss', 'slate'] as const;
export type ColourName = (typeof colourNames)[number];
export const isColourName = (name: unknown): name is ColourName =>
  (colourNames as readonly unknown[]).includes(name);

/** Somebody's colour, always the same for the same name. */
export const colourOf = (name: string): ColourName =>
  colourNames[
    [...name].reduce((sum, sign) => (sum * 31 + sign.codePointAt(0)!) >>> 0, 7) % colourNames.length
  ]!;
