package avts.pretrain;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.targetOwner;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongTo;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.nd4j.linalg.api.buffer.DataBuffer;

/** The arrows inside this module and the borders to other people's libraries. */
@AnalyzeClasses(packages = "avts.pretrain", importOptions = DoNotIncludeTests.class)
final class ArchitectureTest {

  /** Where values pass between Java and ND4J, in host memory. */
  private static final String NATIVE_VALUES = "avts.pretrain.graph.ops.NativeValues";

  /** Multiplies in OpenBLAS, outside of ND4J; only Java arrays go in and out. */
  private static final String WEIGHT_GRADIENT = "avts.pretrain.graph.ops.WeightGradient";

  /** Execution on the processor alone; elsewhere ND4J must be free to keep arrays on a card. */
  private static final String[] EXECUTION = {"avts.pretrain.engine..", "avts.pretrain..onednn.."};

  @ArchTest
  static final ArchRule NO_CYCLES =
      slices().matching("avts.pretrain.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule TENSORS_ONLY_WHERE_GRAPHS_ARE =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "avts.pretrain.engine..",
              "avts.pretrain.graph..",
              "avts.pretrain.model..",
              "avts.pretrain.loss..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.nd4j..", "org.bytedeco..")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule GRAPHS_RUN_ONLY_IN_THE_ENGINE =
      noClasses()
          .that()
          .resideOutsideOfPackage("avts.pretrain.engine..")
          .and()
          .doNotHaveFullyQualifiedName(NATIVE_VALUES)
          .should()
          .dependOnClassesThat()
          .haveNameMatching(
              "org\\.nd4j\\.(autodiff\\.samediff\\.internal|linalg\\.factory|nativeblas)\\..*")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule NO_CPU_ONLY_LIBRARY_OUTSIDE_THE_ENGINE =
      noClasses()
          .that()
          .resideOutsideOfPackages(EXECUTION)
          .and()
          .doNotHaveFullyQualifiedName(NATIVE_VALUES)
          .and(not(belongTo(name(WEIGHT_GRADIENT))))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.bytedeco..",
              "org.nd4j.jita..",
              "org.nd4j.linalg.cpu..",
              "org.nd4j.linalg.jcublas..",
              "org.nd4j.nativeblas..");

  /** An address is one of the processor; what it holds may be older than what a card holds. */
  @ArchTest
  static final ArchRule NO_ADDRESSES_OUTSIDE_THE_ENGINE =
      noClasses()
          .that()
          .resideOutsideOfPackages(EXECUTION)
          .and()
          .doNotHaveFullyQualifiedName(NATIVE_VALUES)
          .should()
          .callMethodWhere(
              targetOwner(assignableTo(DataBuffer.class))
                  .and(target(nameMatching("pointer|address|addressPointer|asNio.*|indexer"))));

  @ArchTest
  static final ArchRule ONNX_MESSAGES_IN_ONE_PACKAGE =
      noClasses()
          .that()
          .resideOutsideOfPackage("avts.pretrain.graph.onnx..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("onnx..");

  /** ND4J's messages of ONNX are written by the copy of Protocol Buffers that it brings along. */
  @ArchTest
  static final ArchRule NO_SHADED_LIBRARIES =
      noClasses()
          .that()
          .resideOutsideOfPackage("avts.pretrain.graph.onnx..")
          .should()
          .dependOnClassesThat()
          .haveNameMatching("org\\.nd4j\\.(shade\\..*|common\\.base\\.Preconditions)");

  @ArchTest
  static final ArchRule CONFIGS_ARE_RECORDS =
      classes()
          .that()
          .haveSimpleNameEndingWith("Config")
          .should()
          .beRecords()
          .allowEmptyShould(true);
}
