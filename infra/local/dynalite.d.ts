/** dynalite ships no types; this is the part that the local cloud uses. */
declare module 'dynalite' {
  import type { Server } from 'node:http';

  function dynalite(options: {
    path?: string;
    createTableMs?: number;
    deleteTableMs?: number;
    updateTableMs?: number;
  }): Server;

  export = dynalite;
}
