package avts.pretrain.engine.onednn;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import java.util.function.Function;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;

/** Native objects with one end; the last made is destroyed first. */
final class Scope implements AutoCloseable {

  private final Deque<Runnable> ends = new ArrayDeque<>();

  /** Makes an object through an out parameter. */
  interface Maker {

    /** Returns oneDNN's status. */
    int make(PointerPointer<Pointer> out);
  }

  /**
   * Makes an object.
   *
   * @param what for the message where oneDNN refuses
   * @param type gives the address its type
   */
  <T extends Pointer> T make(
      String what, Maker maker, Function<Pointer, T> type, Consumer<T> destroy) {
    try (PointerPointer<Pointer> made = new PointerPointer<>(1)) {
      OneDnn.check(maker.make(made), what);
      return own(type.apply(made.get()), destroy);
    }
  }

  /** Takes over an object. */
  <T> T own(T object, Consumer<T> destroy) {
    ends.push(() -> destroy.accept(object));
    return object;
  }

  @Override
  public void close() {
    while (!ends.isEmpty()) {
      ends.pop().run();
    }
  }
}
