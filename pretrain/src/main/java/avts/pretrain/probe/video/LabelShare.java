package avts.pretrain.probe.video;

import avts.datasets.random.Seeds;
import avts.datasets.random.Seeds.Purpose;
import avts.datasets.random.Shuffle;
import avts.pretrain.probe.video.LabelledData.Item;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The labelled videos of one repetition: a share of the training groups of each class, part of them
 * kept for choices. The test part has no say in it.
 *
 * @param share share of the groups that was asked for
 * @param training videos to learn from
 * @param validation videos of other groups that choices are made on
 */
record LabelShare(double share, List<Item> training, List<Item> validation) {

  LabelShare {
    training = List.copyOf(training);
    validation = List.copyOf(validation);
  }

  /**
   * Draws groups class by class: at least two of each class that has two, one of them for
   * validation.
   */
  static LabelShare draw(List<Item> all, double share, double validationShare, Seeds seeds) {
    TreeMap<Integer, TreeMap<String, List<Item>>> classes = new TreeMap<>();
    for (Item item : all) {
      classes
          .computeIfAbsent(item.file().label(), label -> new TreeMap<>())
          .computeIfAbsent(item.video().group(), group -> new ArrayList<>())
          .add(item);
    }
    List<Item> training = new ArrayList<>();
    List<Item> validation = new ArrayList<>();
    classes.forEach(
        (label, groups) -> {
          List<String> names = new ArrayList<>(new TreeSet<>(groups.keySet()));
          Shuffle.inPlace(names, seeds.generator(Purpose.SPLIT, 1, label));
          int known = Math.min(names.size(), Math.max(2, (int) Math.round(share * names.size())));
          int kept =
              known < 2
                  ? 0
                  : Math.min(known - 1, Math.max(1, (int) Math.round(validationShare * known)));
          for (int i = 0; i < known; i++) {
            (i < kept ? validation : training).addAll(groups.getOrDefault(names.get(i), List.of()));
          }
        });
    return new LabelShare(share, training, validation);
  }

  /** Returns both parts. */
  List<Item> all() {
    List<Item> all = new ArrayList<>(training);
    all.addAll(validation);
    return all;
  }
}
