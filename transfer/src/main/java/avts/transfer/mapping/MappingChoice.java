package avts.transfer.mapping;

import java.util.List;

/**
 * The settings that a mapping was fitted with.
 *
 * @param config the settings chosen
 * @param tried every candidate with its score in the order tried; empty where there was no choice
 */
public record MappingChoice(MappingConfig config, List<Tried> tried) {

  /** Copies the list. */
  public MappingChoice {
    tried = List.copyOf(tried);
  }

  /**
   * One candidate.
   *
   * @param settings its settings in one line
   * @param score the search's criterion on the rows left out
   */
  public record Tried(String settings, double score) {}
}
