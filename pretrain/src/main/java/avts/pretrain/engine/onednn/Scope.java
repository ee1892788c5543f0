package avts.pretrain.engine.onednn;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/** Native objects with one end; the last made is destroyed first. */
final class Scope implements AutoCloseable {

  private final Deque<Runnable> ends = new ArrayDeque<>();

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
