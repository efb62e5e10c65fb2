const LONGEST_PART = 40;

/** Write a part of a purchase order's name: letters, digits and single dashes. */
export const orderNamePart = (text: string) =>
  text
    .toUpperCase()
    .replaceAll(/[^A-Z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, LONGEST_PART);

/** What the names of a location's orders to a supplier begin with; those of another supplier may too. */
export const orderNameBegins = (location: string, supplier: string) =>
  `${orderNamePart(location)}-${orderNamePart(supplier)}-`;
