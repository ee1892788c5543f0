package avts.datasets.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import avts.datasets.testing.OtherProcess;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BoundedMemoryTest {
  private static final int MEGABYTE = 1 << 20;

  @Test
  void piecesAreEmptyAndApart() {
    BoundedMemory memory = new BoundedMemory(16 * MEGABYTE);
    List<ByteBuffer> pieces = new ArrayList<>();
    for (int size : new int[] {1, 63, 64, 65, 100_000, MEGABYTE, 2 * MEGABYTE, 5 * MEGABYTE}) {
      ByteBuffer piece = taken(memory.take(size));
      assertEquals(size, piece.capacity());
      assertEquals(ByteOrder.nativeOrder(), piece.order());
      assertEquals(0, piece.alignmentOffset(0, 64));
      for (int i = 0; i < size; i++) {
        assertEquals(0, piece.get(i));
        piece.put(i, (byte) (pieces.size() + 1));
      }
      pieces.add(piece);
    }
    for (int number = 0; number < pieces.size(); number++) {
      ByteBuffer piece = pieces.get(number);
      for (int i = 0; i < piece.capacity(); i++) {
        assertEquals(number + 1, piece.get(i));
      }
    }
  }

  @Test
  void noMoreThanTheLimitIsTaken() {
    BoundedMemory memory = new BoundedMemory(9 * MEGABYTE);
    long given = 0;
    for (ByteBuffer piece = memory.take(6400); piece != null; piece = memory.take(6400)) {
      given += piece.capacity();
    }
    // Two blocks of 4 MB, of which pieces of 6400 bytes leave less than one of their own.
    assertEquals(2 * (4 * MEGABYTE / 6400) * 6400L, given);
    assertEquals(8 * MEGABYTE, memory.taken());
    assertNull(memory.take(2 * MEGABYTE));
    assertNull(memory.take(6400));
  }

  @Test
  void nothingIsTakenWhereNothingIsAllowed() {
    BoundedMemory memory = new BoundedMemory(0);
    assertNull(memory.take(1));
    assertEquals(0, memory.taken());
  }

  /** A refusal takes the virtual machine half a second: it is not asked again for every picture. */
  @Test
  void theVirtualMachinesOwnLimitIsMetOnce() throws Exception {
    assertEquals(
        "8 MB, then refused for good",
        OtherProcess.answer(List.of("-XX:MaxDirectMemorySize=15m"), SmallMachine.class));
  }

  /** Runs where there is room for two blocks and a little more, and later for a third. */
  static final class SmallMachine {
    private SmallMachine() {}

    public static void main(String[] arguments) {
      ArrayDeque<ByteBuffer> others = new ArrayDeque<>();
      others.add(ByteBuffer.allocateDirect(5 * MEGABYTE));
      BoundedMemory memory = new BoundedMemory(64 * MEGABYTE);
      List<ByteBuffer> pieces = new ArrayList<>();
      for (ByteBuffer p = memory.take(MEGABYTE); p != null; p = memory.take(MEGABYTE)) {
        pieces.add(p);
      }
      // From here on a virtual machine that is asked again finds room.
      assertEquals(5 * MEGABYTE, others.remove().capacity());
      boolean refused = memory.take(MEGABYTE) == null;
      System.out.println(pieces.size() + " MB, then " + (refused ? "refused for good" : "given"));
    }
  }

  @Test
  void sizesThatMakeNoSenseAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new BoundedMemory(-1));
    BoundedMemory memory = new BoundedMemory(10);
    assertThrows(IllegalArgumentException.class, () -> memory.take(0));
    assertEquals(0, memory.taken());
  }

  private static ByteBuffer taken(@Nullable ByteBuffer piece) {
    assertNotNull(piece);
    return piece;
  }
}
