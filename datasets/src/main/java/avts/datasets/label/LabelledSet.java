package avts.datasets.label;

import static com.google.common.base.Preconditions.checkArgument;

import avts.datasets.label.LabelledVideo.Part;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A labelled set under one split.
 *
 * @param folder where the videos lie
 * @param name name of layout and split, such as {@code ucf101 split 1}
 * @param classes the classes, in the order of their numbers
 * @param videos every video that the split uses, each once
 */
public record LabelledSet(
    Path folder, String name, List<String> classes, List<LabelledVideo> videos) {

  /** Checks that files and classes are named once and that every label is a class. */
  public LabelledSet {
    classes = List.copyOf(classes);
    videos = List.copyOf(videos);
    Set<String> known = new LinkedHashSet<>(classes);
    checkArgument(known.size() == classes.size(), "a class is named twice in %s", classes);
    Set<String> files = new LinkedHashSet<>();
    for (LabelledVideo video : videos) {
      checkArgument(
          known.contains(video.label()),
          "%s has the label %s, which is no class",
          video.file(),
          video.label());
      checkArgument(files.add(video.file()), "%s is listed twice", video.file());
    }
  }

  /** Returns the number of a video's class, from 0. */
  public int label(LabelledVideo video) {
    return classes.indexOf(video.label());
  }

  /** Returns the file of a video. */
  public Path path(LabelledVideo video) {
    return folder.resolve(video.file());
  }

  /** Returns the videos of one part, in order. */
  public List<LabelledVideo> videos(Part part) {
    return videos.stream().filter(video -> video.part() == part).toList();
  }
}
