package avts.pretrain.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import avts.datasets.manifest.Entries;
import avts.datasets.manifest.Manifest;
import avts.datasets.manifest.ManifestEntry;
import avts.datasets.manifest.ManifestEntry.Origin;
import avts.datasets.manifest.Split;
import avts.datasets.manifest.Split.Part;
import avts.pretrain.checkpoint.Provenance;
import avts.pretrain.checkpoint.Provenance.Media;
import avts.pretrain.config.ConfigReader;
import avts.pretrain.config.PretrainConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RunDataTest {
  private static final Path CONFIGS =
      Path.of(System.getProperty("avts.projectdir", "..")).resolve("configs");
  private static final String FIRST = "aa".repeat(32);
  private static final String SECOND = "bb".repeat(32);

  /** Groups tell nothing here: each file is in one of its own. */
  private static ManifestEntry entry(String path, String sha256, @Nullable Origin origin) {
    ManifestEntry like = Entries.usable(path, "group of " + path);
    return new ManifestEntry(
        path,
        null,
        0,
        like.bytes(),
        sha256,
        like.verdict(),
        "",
        like.group(),
        like.info(),
        like.content(),
        origin);
  }

  private static RunData data(ManifestEntry... entries) {
    Manifest manifest = new Manifest(Path.of("."), List.of(entries));
    PretrainConfig config =
        ConfigReader.read(CONFIGS.resolve("demo.yaml"), List.of(), PretrainConfig.class).value();
    Split split = new Split(manifest.usable(), List.of(), List.of());
    return new RunData(manifest, split, config);
  }

  private static List<Media> media(ManifestEntry... entries) {
    return data(entries).media(Part.TRAIN);
  }

  private static Provenance trainedOn(List<Media> media) {
    return new Provenance(
        Provenance.FORMAT_VERSION,
        Map.of(),
        Provenance.Machine.current(),
        1,
        "",
        "",
        List.of(),
        List.of(),
        media,
        List.of());
  }

  @Test
  void storeAndOriginalsAreKnownByTheirContent() {
    List<Media> originals = media(entry("a.mp4", FIRST, null), entry("b.mp4", SECOND, null));
    List<Media> store =
        media(
            entry("media/a.mp4.mov", "cc".repeat(32), new Origin("a.mp4", FIRST)),
            entry("media/d.mp4.mov", "dd".repeat(32), new Origin("d.mp4", "ee".repeat(32))));
    assertEquals(originals.subList(0, 1), trainedOn(store).seen(originals));
    assertEquals(store.subList(0, 1), trainedOn(originals).seen(store));
    assertEquals(store, trainedOn(store).seen(store));
    assertEquals(List.of(), trainedOn(originals.subList(1, 2)).seen(store));
  }

  @Test
  void aStoredFileThatIsIndexedByItselfIsKnownToo() {
    String stored = "cc".repeat(32);
    RunData store = data(entry("media/a.mp4.mov", stored, new Origin("a.mp4", FIRST)));
    List<Media> trained = store.trainingMedia();
    List<Media> loose = media(entry("a.mp4.mov", stored, null));
    assertEquals(loose, trainedOn(trained).seen(loose));
    assertEquals(1, trainedOn(trained).seen(store.media(Part.TRAIN)).size());
  }

  @Test
  void storesFromBeforeKeepTheHashOfTheirOwnContent() {
    List<Media> old = media(entry("media/a.mp4.mov", FIRST, null));
    assertEquals(FIRST, old.get(0).sha256());
    assertEquals(old, trainedOn(old).seen(old));
  }
}
