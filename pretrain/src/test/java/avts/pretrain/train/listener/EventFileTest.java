package avts.pretrain.train.listener;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.proto.Event;
import org.tensorflow.proto.SessionLog;
import org.tensorflow.proto.Summary;

class EventFileTest {
  @TempDir Path folder;

  /** Reads the records with TensorFlow's own message classes. */
  private static List<Event> read(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    List<Event> events = new ArrayList<>();
    while (bytes.hasRemaining()) {
      byte[] length = new byte[8];
      bytes.mark().get(length).reset();
      int size = Math.toIntExact(bytes.getLong());
      assertEquals(slowMaskedCrc(length), bytes.getInt());
      byte[] data = new byte[size];
      bytes.get(data);
      assertEquals(slowMaskedCrc(data), bytes.getInt());
      events.add(Event.parseFrom(data));
    }
    return events;
  }

  /** CRC-32C bit by bit, then the mask of TensorFlow's record format. */
  private static int slowMaskedCrc(byte[] data) {
    int crc = -1;
    for (byte value : data) {
      crc ^= value & 0xff;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 1) == 0 ? crc >>> 1 : (crc >>> 1) ^ 0x82f63b78;
      }
    }
    crc = ~crc;
    return ((crc >>> 15) | (crc << 17)) + 0xa282ead8;
  }

  @Test
  void checksumOfAKnownText() {
    byte[] text = "123456789".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    int crc = 0xe3069283; // the published check value of CRC-32C
    assertEquals(((crc >>> 15) | (crc << 17)) + 0xa282ead8, EventFile.maskedCrc(text));
    assertEquals(slowMaskedCrc(text), EventFile.maskedCrc(text));
  }

  @Test
  void tensorFlowReadsWhatWasWritten() throws IOException {
    try (EventFile file = EventFile.create(folder, 41)) {
      file.scalars(41, new TreeMap<>(Map.of("train/loss", 0.25, "ünï", -1e10)));
      file.scalars(1L << 40, Map.of("train/loss", Double.NaN));
    }
    List<Event> events = read(files().get(0));
    assertEquals(4, events.size());
    assertEquals("brain.Event:2", events.get(0).getFileVersion());
    assertEquals(SessionLog.SessionStatus.START, events.get(1).getSessionLog().getStatus());
    assertEquals(41, events.get(1).getStep());
    assertEquals(41, events.get(2).getStep());
    List<Summary.Value> values = events.get(2).getSummary().getValueList();
    assertEquals(List.of("train/loss", "ünï"), values.stream().map(Summary.Value::getTag).toList());
    assertEquals(0.25f, values.get(0).getSimpleValue());
    assertEquals(-1e10f, values.get(1).getSimpleValue());
    assertEquals(1L << 40, events.get(3).getStep());
    assertTrue(Float.isNaN(events.get(3).getSummary().getValue(0).getSimpleValue()));
    double age = System.currentTimeMillis() / 1000.0 - events.get(3).getWallTime();
    assertTrue(age >= 0 && age < 600, "written " + age + " s ago");
  }

  @Test
  void aSecondFileOfTheSameSecondHasALaterName() throws IOException {
    for (int i = 0; i < 3; i++) {
      try (EventFile file = EventFile.create(folder, i)) {
        file.scalars(i, Map.of("x", 1.0));
      }
    }
    List<Path> files = files();
    assertEquals(3, files.size());
    for (int i = 0; i < 3; i++) {
      assertEquals(i, read(files.get(i)).get(1).getStep());
    }
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.sorted().toList();
    }
  }
}
