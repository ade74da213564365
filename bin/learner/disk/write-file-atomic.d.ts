declare module 'write-file-atomic' {
  interface Options {
    readonly mode?: number;
  }
  function writeFileAtomic(
    path: string,
    data: string | Uint8Array,
    options?: Options,
  ): Promise<void>;
  namespace writeFileAtomic {
    /** Writes a temporary file beside `path`, flushes it to the disk, renames it. */
    function sync(path: string, data: string | Uint8Array, options?: Options): void;
  }
  export = writeFileAtomic;
}
