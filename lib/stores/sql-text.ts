/** Quote a name for SQL. */
export const quoteName = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** Quote a text for SQL, where a parameter cannot stand (file names, view definitions). */
export const quoteText = (text: string): string => `'${text.replaceAll("'", "''")}'`;
