package shippy.store.memory;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntBinaryOperator;
import java.util.function.IntPredicate;

/**
 * Numbers of rows in an order of theirs, in blocks of up to 1024. Adding, removing and finding take
 * logarithmic time, and next to none near the end, where rows with times and time-ordered ids go.
 * What the order compares must not change while a row is in it. Not safe for several threads.
 */
public final class SortedRows {
  static final int BLOCK = 1024;
  private static final int BLOCK_BYTES = 4 * BLOCK + 48;

  private final IntBinaryOperator order;
  private final List<Block> blocks = new ArrayList<>();

  /**
   * Without rows.
   *
   * @param order compares two rows as a comparator does; 0 only for a row and itself
   */
  SortedRows(IntBinaryOperator order) {
    this.order = order;
  }

  /** Adds a row, which is not in it. */
  public void add(int row) {
    Place place = first(other -> order.applyAsInt(other, row) > 0);
    if (place.block == blocks.size()) {
      append(row);
      return;
    }
    Block block = blocks.get(place.block);
    if (block.size < BLOCK) {
      block.insert(place.index, row);
    } else {
      split(place.block);
      add(row);
    }
  }

  /** Removes a row; no effect if it is not in it. */
  public void remove(int row) {
    Place place = first(other -> order.applyAsInt(other, row) >= 0);
    if (place.block < blocks.size() && blocks.get(place.block).rows[place.index] == row) {
      Block block = blocks.get(place.block);
      block.delete(place.index);
      if (block.size == 0) {
        blocks.remove(place.block);
      }
    }
  }

  /**
   * The first rows that are after a place, in order; at most so many.
   *
   * @param after whether a row is; if one is, all that follow are
   */
  public int[] from(IntPredicate after, int limit) {
    int[] found = new int[limit];
    int count = 0;
    Place place = first(after);
    int index = place.index;
    for (int b = place.block; b < blocks.size() && count < limit; b++) {
      Block block = blocks.get(b);
      int length = Math.min(block.size - index, limit - count);
      System.arraycopy(block.rows, index, found, count, length);
      count += length;
      index = 0;
    }
    return Arrays.copyOf(found, count);
  }

  long bytes() {
    return (long) blocks.size() * BLOCK_BYTES;
  }

  private void append(int row) {
    if (blocks.isEmpty() || last().size == BLOCK) {
      blocks.add(new Block());
    }
    last().insert(last().size, row);
  }

  private Block last() {
    return blocks.get(blocks.size() - 1);
  }

  /** The last block keeps most, because few rows will follow into what it keeps. */
  private void split(int index) {
    Block left = blocks.get(index);
    int kept = index == blocks.size() - 1 ? BLOCK - BLOCK / 8 : BLOCK / 2;
    Block right = new Block();
    right.size = left.size - kept;
    System.arraycopy(left.rows, kept, right.rows, 0, right.size);
    left.size = kept;
    blocks.add(index + 1, right);
  }

  /** The place of the first row that is after, or the end of the last block. */
  private Place first(IntPredicate after) {
    int high = blocks.size();
    int low = high;
    for (int step = 1; low > 0 && after.test(blocks.get(low - 1).last()); step *= 2) {
      high = low - 1;
      low = Math.max(0, high - step + 1);
    }
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (after.test(blocks.get(middle).last())) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return new Place(low, low == blocks.size() ? 0 : blocks.get(low).first(after));
  }

  private record Place(int block, int index) {}

  private static final class Block {
    private final int[] rows = new int[BLOCK];
    private int size;

    int last() {
      return rows[size - 1];
    }

    int first(IntPredicate after) {
      int low = 0;
      int high = size;
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (after.test(rows[middle])) {
          high = middle;
        } else {
          low = middle + 1;
        }
      }
      return low;
    }

    void insert(int index, int row) {
      System.arraycopy(rows, index, rows, index + 1, size - index);
      rows[index] = row;
      size++;
    }

    void delete(int index) {
      size--;
      System.arraycopy(rows, index + 1, rows, index, size - index);
    }
  }
}
