package avts.datasets.take;

import com.google.common.io.MoreFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;

/** Reads sets of acted emotions, see {@link TakeFormat#RAVDESS} and {@link TakeFormat#CREMA_D}. */
final class EmotionReader {

  private EmotionReader() {}

  static TakeSet read(EmotionNames names, Path folder, TakeOptions options) throws IOException {
    String set = names.name().toLowerCase(Locale.ROOT).replace('_', '-');
    TakeFiles.Found found = TakeFiles.media(folder, options);
    if (found.files().isEmpty()) {
      throw new TakeException(
          folder,
          "no video below, nor a sound that is accepted: files named as in "
              + set
              + " are expected, such as "
              + names.example());
    }
    Findings findings = new Findings();
    NamedFiles takes = new NamedFiles(folder, found);
    Map<String, Integer> passedOver = new TreeMap<>();
    for (Path file : found.videosFirst()) {
      Matcher name = names.match(MoreFiles.getNameWithoutExtension(file));
      if (name == null) {
        findings.leaveOut(file + " is not named as in " + set + ", such as " + names.example());
        continue;
      }
      String unwanted = names.passedOver(name);
      String fault = names.fault(name, file);
      if (unwanted != null) {
        passedOver.merge(unwanted, 1, Integer::sum);
      } else if (fault != null) {
        findings.leaveOut(file + " " + fault);
      } else {
        Take take = names.take(name);
        if (!takes.isSoundOfVideo(take.id(), file)) {
          takes.add(new MediaTake(take, file, null));
        }
      }
    }
    List<String> notes =
        passedOver.entrySet().stream()
            .map(entry -> entry.getValue() + " " + entry.getKey())
            .toList();
    notes.forEach(findings::note);
    takes.note(findings);
    List<MediaTake> all = names.repeated(takes.takes());
    if (all.isEmpty() && !notes.isEmpty()) {
      throw new TakeException(folder, "no take can be used: " + String.join("; ", notes));
    }
    return MediaTakes.checked(set, folder, all, options, findings);
  }
}
