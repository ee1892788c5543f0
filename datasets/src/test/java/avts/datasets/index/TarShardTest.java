package avts.datasets.index;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TarShardTest {

  @TempDir Path folder;

  private TarShard read(byte[] archive) throws IOException {
    return TarShard.read(Files.write(folder.resolve("shard.tar"), archive));
  }

  @Test
  void listsRegularFilesWithTheirPlace() throws IOException {
    byte[] video = "not really a video".getBytes(UTF_8);
    String longName = "a/".repeat(80) + "ș.mp4";
    byte[] archive =
        new TarBytes()
            .folder("videos/")
            .file("videos/0001.mp4", video)
            .file("videos/0001.json", new byte[600])
            .gnuName(longName)
            .file("cut", video)
            .pax("path", "pax/" + longName)
            .file("short", video)
            .end();
    TarShard shard = read(archive);
    assertEquals("", shard.problem());
    assertEquals(
        List.of("videos/0001.mp4", "videos/0001.json", longName, "pax/" + longName),
        shard.members().stream().map(TarShard.Member::name).toList());
    for (int member : new int[] {0, 2, 3}) {
      int offset = (int) shard.members().get(member).offset();
      assertArrayEquals(video, Arrays.copyOfRange(archive, offset, offset + video.length));
      assertEquals(video.length, shard.members().get(member).bytes());
    }
  }

  @Test
  void tellsOfDamageAndKeepsWhatCameBefore() throws IOException {
    byte[] archive =
        new TarBytes().file("a.mp4", new byte[100]).file("b.mp4", new byte[2000]).end();
    byte[] flipped = archive.clone();
    flipped[1024 + 3] ^= 1;
    TarShard damaged = read(flipped);
    assertEquals(List.of("a.mp4"), damaged.members().stream().map(TarShard.Member::name).toList());
    assertTrue(damaged.problem().contains("1024"), damaged.problem());

    TarShard cut = read(Arrays.copyOf(archive, 1536 + 500));
    assertEquals(2, cut.members().size());
    assertTrue(cut.problem().contains("ends inside"), cut.problem());

    assertTrue(read("no archive at all".repeat(50).getBytes(UTF_8)).problem().contains("byte 0"));
    assertTrue(!read(new byte[0]).problem().isEmpty());
  }
}
