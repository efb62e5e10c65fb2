import { testImportsOfAnyFile } from './import-any-files.ts';

testImportsOfAnyFile(1);
