package avts.pretrain.embed;

import avts.datasets.index.InputFiles;
import avts.datasets.index.InputItem;
import avts.datasets.manifest.Manifest;
import avts.datasets.manifest.ManifestEntry;
import avts.datasets.media.MediaSource;
import com.google.common.collect.Sets;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A file to embed: media, or an array of clips in a .npy.
 *
 * @param name the file's path, that of a shard's member behind {@code !}, for ids and messages
 * @param source where the bytes lie
 * @param problem why it cannot be opened; empty where it can
 */
public record EmbedInput(String name, MediaSource source, String problem) {
  private static final String ARRAY = "npy";
  private static final String MANIFEST = ".jsonl";

  /** What is looked for in folders. */
  private static final Set<String> EXTENSIONS =
      Sets.union(Sets.union(InputFiles.VIDEOS, InputFiles.SOUNDS), Set.of(ARRAY)).immutableCopy();

  /** Returns the media file {@code file}. */
  public static EmbedInput of(Path file) {
    return new EmbedInput(file.toString(), MediaSource.of(file), "");
  }

  /**
   * Returns the files that inputs name: videos, sounds and arrays, folders of such, {@code .txt}
   * lists, {@code .tar} shards, and manifests ({@code .jsonl}), whose usable files are taken.
   *
   * @throws IOException if an input does not exist, holds nothing, or a manifest is broken
   */
  public static List<EmbedInput> find(List<Path> inputs) throws IOException {
    List<EmbedInput> found = new ArrayList<>();
    for (Path input : inputs) {
      if (input.toString().toLowerCase(Locale.ROOT).endsWith(MANIFEST)) {
        addManifest(input, found);
      } else {
        for (InputItem item : InputFiles.find(List.of(input), EXTENSIONS)) {
          found.add(new EmbedInput(item.name(), item.source(), item.problem()));
        }
      }
    }
    return List.copyOf(found);
  }

  private static void addManifest(Path file, List<EmbedInput> found) throws IOException {
    Manifest manifest = Manifest.read(file);
    for (int index : manifest.usable()) {
      MediaSource source = manifest.source(index);
      ManifestEntry entry = manifest.entries().get(index);
      String member = entry.member() == null ? "" : "!" + entry.member();
      found.add(new EmbedInput(source.file() + member, source, ""));
    }
  }

  /**
   * Returns the input's name as it stands in the ids of {@code vectors}: relative to their folder
   * where it lies below it, with forward slashes.
   */
  public String relativeTo(Path vectors) {
    Path folder = vectors.toAbsolutePath().resolveSibling("").normalize();
    Path path = source.file().toAbsolutePath().normalize();
    Path shown = path.startsWith(folder) ? folder.relativize(path) : path;
    String member = name.substring(source.file().toString().length());
    return shown.toString().replace(path.getFileSystem().getSeparator(), "/") + member;
  }

  /** Returns whether this is an array of clips. */
  boolean isArray() {
    return !source.isStretch()
        && source.file().toString().toLowerCase(Locale.ROOT).endsWith("." + ARRAY);
  }
}
