package avts.datasets.index;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Finds the media files that inputs name: files, folders, list files and tar shards. */
public final class InputFiles {
  /** Extensions of videos, in lower case. */
  public static final Set<String> VIDEOS =
      Set.of("mp4", "m4v", "mov", "mkv", "webm", "avi", "mpg", "mpeg", "flv");

  /** Extensions of files with sound alone, in lower case. */
  public static final Set<String> SOUNDS =
      Set.of("wav", "ogg", "oga", "opus", "flac", "mp3", "m4a", "aac", "aif", "aiff");

  private static final String LIST = "txt";
  private static final String SHARD = "tar";

  private final Map<String, InputItem> items = new LinkedHashMap<>();

  private final Set<String> extensions;

  private InputFiles(Set<String> extensions) {
    this.extensions = Set.copyOf(extensions);
  }

  /**
   * Returns the videos in {@code inputs}.
   *
   * @throws NoSuchFileException if an input does not exist
   * @throws NoVideosException if no input holds a video
   */
  static List<InputItem> find(List<Path> inputs) throws IOException {
    return find(inputs, VIDEOS);
  }

  /**
   * Returns the media files in the order of the inputs, those of a folder sorted by path. A file
   * that is named twice appears once. Folders are searched with all below them, except for what is
   * hidden; a file named by the user is taken whatever its extension.
   *
   * @param extensions what is looked for in folders and shards, in lower case
   * @throws NoSuchFileException if an input does not exist
   * @throws NoVideosException if no input holds a media file
   */
  public static List<InputItem> find(List<Path> inputs, Set<String> extensions) throws IOException {
    InputFiles files = new InputFiles(extensions);
    for (Path input : inputs) {
      if (!Files.exists(input)) {
        throw new NoSuchFileException(input.toString(), null, "no such file or folder");
      }
      if (Files.isDirectory(input)) {
        files.addFolder(absolute(input));
      } else if (extension(input.toString()).equals(LIST)) {
        files.addList(absolute(input));
      } else {
        files.addFile(absolute(input));
      }
    }
    if (files.items.isEmpty()) {
      throw new NoVideosException(
          "no media files found in "
              + inputs
              + ": looked for files ending in "
              + extensions.stream().sorted().toList()
              + ", also inside ."
              + SHARD
              + " files");
    }
    return List.copyOf(files.items.values());
  }

  private void addFolder(Path folder) throws IOException {
    List<Path> found = new ArrayList<>();
    Files.walkFileTree(
        folder,
        EnumSet.of(FileVisitOption.FOLLOW_LINKS),
        Integer.MAX_VALUE,
        new SimpleFileVisitor<Path>() {
          @Override
          public FileVisitResult preVisitDirectory(Path below, BasicFileAttributes attributes) {
            return below.equals(folder) || !isHidden(below)
                ? FileVisitResult.CONTINUE
                : FileVisitResult.SKIP_SUBTREE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            String extension = extension(file.toString());
            if (!isHidden(file) && (extensions.contains(extension) || extension.equals(SHARD))) {
              found.add(file);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException problem)
              throws IOException {
            if (problem instanceof FileSystemLoopException) {
              return FileVisitResult.CONTINUE;
            }
            throw problem;
          }
        });
    found.sort(Comparator.comparing(Path::toString));
    for (Path file : found) {
      addFile(file);
    }
  }

  /** One path a line, relative ones from the list's folder on; empty lines are passed over. */
  private void addList(Path list) throws IOException {
    for (String line : Files.readAllLines(list, UTF_8)) {
      if (!line.isBlank()) {
        addFile(absolute(list.resolveSibling(line)));
      }
    }
  }

  private void addFile(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      add(new InputItem(file, null, 0, -1, 0, "no such file"));
    } else if (!Files.isReadable(file)) {
      add(new InputItem(file, null, 0, Files.size(file), modified(file), "no permission to read"));
    } else if (extension(file.toString()).equals(SHARD)) {
      addShard(file);
    } else {
      add(new InputItem(file, null, 0, Files.size(file), modified(file), ""));
    }
  }

  private void addShard(Path file) throws IOException {
    TarShard shard = TarShard.read(file);
    long modified = modified(file);
    for (TarShard.Member member : shard.members()) {
      String name = member.name();
      if (extensions.contains(extension(name)) && !isHidden(Path.of(name))) {
        add(new InputItem(file, name, member.offset(), member.bytes(), modified, ""));
      }
    }
    if (!shard.problem().isEmpty()) {
      add(new InputItem(file, null, 0, Files.size(file), modified, shard.problem()));
    }
  }

  private void add(InputItem item) {
    items.putIfAbsent(item.file() + "\0" + item.offset(), item);
  }

  private static long modified(Path file) throws IOException {
    return Files.getLastModifiedTime(file).toMillis();
  }

  private static Path absolute(Path path) {
    return path.toAbsolutePath().normalize();
  }

  private static String extension(String name) {
    return com.google.common.io.Files.getFileExtension(name).toLowerCase(Locale.ROOT);
  }

  private static boolean isHidden(Path path) {
    Path name = path.getFileName();
    return name != null && name.toString().startsWith(".");
  }
}
