package avts.transfer.mapping;

import avts.transfer.mapping.KnnConfig.Weighting;
import avts.transfer.mapping.NccaConfig.Back;
import avts.transfer.mapping.SvrConfig.Kernel;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which mapping is fitted, and how.
 *
 * @param kind the mapping in use; the other sections are kept for the other kinds
 * @param standardise whether source columns get mean 0 and deviation 1 first; support vector
 *     regression does so in any case
 * @param knn nearest neighbours
 * @param ncca normalised CCA
 * @param svr support vector regression
 * @param ridge ridge regression
 * @param search inner cross-validation that chooses settings; null for the settings as they are
 */
public record MappingConfig(
    Kind kind,
    boolean standardise,
    KnnConfig knn,
    NccaConfig ncca,
    SvrConfig svr,
    RidgeConfig ridge,
    @Nullable SearchConfig search) {

  /** A kind of mapping. */
  public enum Kind {
    /** {@link KnnMapping}. */
    KNN,
    /** {@link NccaMapping}. */
    NCCA,
    /** {@link SvrMapping}. */
    SVR,
    /** {@link RidgeMapping}. */
    RIDGE
  }

  /** Returns the same settings with another kind in use. */
  public MappingConfig withKind(Kind other) {
    return new MappingConfig(other, standardise, knn, ncca, svr, ridge, search);
  }

  /** Returns every combination of the values that the search lists for the kind in use. */
  List<MappingConfig> candidates() {
    SearchConfig lists = search;
    if (lists == null) {
      return List.of(this);
    }
    List<MappingConfig> candidates = new ArrayList<>();
    switch (kind) {
      case KNN -> knns(lists, knn).forEach(knn -> candidates.add(with(knn)));
      case NCCA -> nccas(lists).forEach(ncca -> candidates.add(with(ncca)));
      case SVR -> svrs(lists).forEach(svr -> candidates.add(with(svr)));
      case RIDGE ->
          values(lists.lambda(), ridge.lambda())
              .forEach(lambda -> candidates.add(with(new RidgeConfig(lambda))));
    }
    return candidates;
  }

  private static <T> List<T> values(List<T> listed, T standing) {
    return listed.isEmpty() ? List.of(standing) : listed;
  }

  private static List<KnnConfig> knns(SearchConfig lists, KnnConfig base) {
    List<KnnConfig> configs = new ArrayList<>();
    for (int k : values(lists.k(), base.k())) {
      for (double temperature :
          base.weighting() == Weighting.SOFTMAX
              ? values(lists.temperature(), base.temperature())
              : List.of(base.temperature())) {
        configs.add(base.with(k, temperature));
      }
    }
    return configs;
  }

  private List<NccaConfig> nccas(SearchConfig lists) {
    List<NccaConfig> configs = new ArrayList<>();
    List<KnnConfig> neighbours =
        ncca.back() == Back.NEIGHBOURS
            ? knns(lists, ncca.neighbours())
            : List.of(ncca.neighbours());
    for (double kappa : values(lists.kappa(), ncca.kappa())) {
      for (int dimensions : values(lists.dimensions(), ncca.dimensions())) {
        for (KnnConfig neighbour : neighbours) {
          configs.add(new NccaConfig(kappa, dimensions, ncca.power(), ncca.back(), neighbour));
        }
      }
    }
    return configs;
  }

  private List<SvrConfig> svrs(SearchConfig lists) {
    List<SvrConfig> configs = new ArrayList<>();
    List<Double> gammas =
        svr.kernel() == Kernel.RBF ? values(lists.gamma(), svr.gamma()) : List.of(svr.gamma());
    for (double gamma : gammas) {
      for (double c : values(lists.c(), svr.c())) {
        for (double epsilon : values(lists.epsilon(), svr.epsilon())) {
          configs.add(new SvrConfig(svr.kernel(), c, epsilon, gamma));
        }
      }
    }
    return configs;
  }

  private MappingConfig with(KnnConfig other) {
    return new MappingConfig(kind, standardise, other, ncca, svr, ridge, null);
  }

  private MappingConfig with(NccaConfig other) {
    return new MappingConfig(kind, standardise, knn, other, svr, ridge, null);
  }

  private MappingConfig with(SvrConfig other) {
    return new MappingConfig(kind, standardise, knn, ncca, other, ridge, null);
  }

  private MappingConfig with(RidgeConfig other) {
    return new MappingConfig(kind, standardise, knn, ncca, svr, other, null);
  }

  /** Returns the settings of the kind in use in one line, such as {@code knn, k 5, cosine}. */
  public String describe() {
    String settings =
        switch (kind) {
          case KNN -> knn.describe();
          case NCCA -> ncca.describe();
          case SVR -> svr.describe();
          case RIDGE -> "ridge, lambda " + ridge.lambda();
        };
    return standardise && kind != Kind.SVR ? settings + ", standardised" : settings;
  }
}
