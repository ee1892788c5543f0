package avts.datasets.take;

import static com.google.common.base.Preconditions.checkArgument;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong with a set while it is read. */
final class Findings {
  private final List<String> leftOut = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  /** A take that cannot be used; {@code reason} names its file. */
  void leaveOut(String reason) {
    leftOut.add(reason);
  }

  /** Something odd that costs no take. */
  void note(String sentence) {
    notes.add(sentence);
  }

  /**
   * Returns all sentences, behind a first one with the count if takes were left out.
   *
   * @param folder the set's folder or file, for the message
   * @param usable number of takes that can be used
   * @param mostLeftOut largest share of the takes that may be left out, 0 to 1
   * @throws TakeException if no take can be used or more than that share was left out
   */
  List<String> checked(Path folder, int usable, double mostLeftOut) throws TakeException {
    checkArgument(
        mostLeftOut >= 0 && mostLeftOut <= 1,
        "the share of takes that may be left out is from 0 to 1, got %s",
        mostLeftOut);
    int all = usable + leftOut.size();
    List<String> problems = new ArrayList<>();
    if (!leftOut.isEmpty()) {
      problems.add(leftOut.size() + " of " + all + " takes are left out");
    }
    if (usable == 0 || leftOut.size() > mostLeftOut * all) {
      throw new TakeException(
          folder,
          (usable == 0 ? "no take can be used" : problems.get(0) + ", more than " + mostLeftOut)
              + (leftOut.isEmpty() ? "" : ": " + some()));
    }
    problems.addAll(leftOut);
    problems.addAll(notes);
    return List.copyOf(problems);
  }

  private String some() {
    int shown = Math.min(3, leftOut.size());
    return String.join("; ", leftOut.subList(0, shown))
        + (leftOut.size() > shown ? "; and so on" : "");
  }
}
