// The app is a single page made from this device's own records: nothing is rendered on a server.
export const ssr = false;
export const prerender = false;
