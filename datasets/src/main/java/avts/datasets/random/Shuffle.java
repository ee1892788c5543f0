package avts.datasets.random;

import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;

/** Random order from any generator; the library's shuffle takes only the oldest kind. */
public final class Shuffle {

  private Shuffle() {}

  /** Puts {@code list} into random order in place, every order equally likely (Fisher-Yates). */
  public static void inPlace(List<?> list, RandomGenerator random) {
    for (int i = list.size() - 1; i > 0; i--) {
      Collections.swap(list, i, random.nextInt(i + 1));
    }
  }
}
