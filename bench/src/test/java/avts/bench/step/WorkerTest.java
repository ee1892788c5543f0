package avts.bench.step;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class WorkerTest {

  /** Answers each order with one line of chatter and one of JSON that repeats a variable. */
  private static final String ANSWERS =
      "while read order; do echo chatter; echo"
          + " \"{\\\"engine\\\":\\\"$order\\\",\\\"kernels\\\":\\\"$X\\\"}\"; done";

  @Test
  void ordersAreAnsweredAndChatterIsPassedOver() throws IOException {
    try (Worker worker =
        Worker.start("shell", List.of("sh", "-c", ANSWERS), Map.of("X", "seen", "HOME", ""))) {
      assertEquals(new About("ABOUT", "seen"), worker.about());
      assertEquals(new About("TRAIN 3", "seen"), worker.order(Orders.Kind.TRAIN, 3, About.class));
    }
  }

  @Test
  void earlyEndIsTold() throws IOException {
    try (Worker worker = Worker.start("short", List.of("sh", "-c", "read order"), Map.of())) {
      IOException refused = assertThrows(IOException.class, worker::about);
      assertTrue(
          String.valueOf(refused.getMessage()).contains("short ended before"), refused::getMessage);
    }
  }

  @Test
  void ordersAreReadAsTheyWereWritten() {
    Orders.Order order = new Orders.Order(Orders.Kind.GRADIENT, "/a folder/with spaces");
    assertEquals(order, Orders.Order.parse(order.line()));
    Orders.Order about = new Orders.Order(Orders.Kind.ABOUT, "");
    assertEquals(about, Orders.Order.parse(about.line()));
  }
}
