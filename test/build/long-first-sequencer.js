import Sequencer from '@jest/test-sequencer';

/** Folders whose tests start the whole stack, the longest first. */
const LONGEST = ['test/system/', 'test/faults/', 'test/functions/console/'];

/**
 * Begins with the tests that take minutes, so that the run doesn't end with one of them alone while the other processor waits. The
 * usual order knows how long a test took the last time; where nothing is known it goes by the size of the file, which tells nothing.
 */
export default class LongFirstSequencer extends Sequencer {
  sort(tests) {
    const placeOf = ({ path }) => {
      const place = LONGEST.findIndex((folder) => path.includes(folder));
      return place < 0 ? LONGEST.length : place;
    };
    const usual = super.sort(tests);
    // what was timed stands in its order already
    if (usual.every((test) => test.duration !== undefined)) return usual;
    return usual.toSorted((one, other) => placeOf(one) - placeOf(other));
  }
}
