declare namespace App {}

/** An icon of the set as the inside of an SVG (src/lean-build.ts). */
declare module '*?drawing' {
  const drawing: string;
  export default drawing;
}
