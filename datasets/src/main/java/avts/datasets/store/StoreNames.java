package avts.datasets.store;

import static com.google.common.base.Preconditions.checkNotNull;
import static java.nio.charset.StandardCharsets.UTF_8;

import avts.datasets.manifest.Manifest;
import com.google.common.hash.Hashing;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Names under which files of a manifest are kept in a folder of their own. */
public final class StoreNames {
  private static final int MOST_NAME_BYTES = 240;

  private StoreNames() {}

  /**
   * Returns a name for each of the files, with slashes: its path below the folder that all of them
   * have in common, the suffix included.
   *
   * @param usable numbers of entries in the manifest
   */
  public static List<String> of(Manifest manifest, List<Integer> usable) {
    List<Path> files = new ArrayList<>();
    Path common = null;
    for (int index : usable) {
      Path file = manifest.source(index).file().toAbsolutePath().normalize();
      files.add(file);
      Path parent = checkNotNull(file.getParent());
      while (common != null && !parent.startsWith(common)) {
        common = common.getParent();
      }
      common = common == null ? parent : common;
    }
    List<String> names = new ArrayList<>();
    for (int i = 0; i < usable.size(); i++) {
      String member = manifest.entries().get(usable.get(i)).member();
      String name = checkNotNull(common).relativize(files.get(i)).toString();
      String whole = (member == null ? name : name + "/" + member).replace('\\', '/');
      names.add(shortened(whole));
    }
    return names;
  }

  /**
   * Leaves room in the last part of a name for what is added to it; file systems take 255 bytes.
   */
  private static String shortened(String name) {
    int slash = name.lastIndexOf('/') + 1;
    String last = name.substring(slash);
    if (last.getBytes(UTF_8).length <= MOST_NAME_BYTES) {
      return name;
    }
    String hash = Hashing.sha256().hashString(last, UTF_8).toString().substring(0, 16);
    return name.substring(0, slash) + last.substring(0, 40) + "-" + hash;
  }
}
