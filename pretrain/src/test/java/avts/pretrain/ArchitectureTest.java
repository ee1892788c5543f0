package avts.pretrain;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The arrows inside this module and the borders to other people's libraries. */
@AnalyzeClasses(packages = "avts.pretrain", importOptions = DoNotIncludeTests.class)
final class ArchitectureTest {

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
          .should()
          .dependOnClassesThat()
          .haveNameMatching(
              "org\\.nd4j\\.(autodiff\\.samediff\\.internal|linalg\\.factory|nativeblas)\\..*")
          .allowEmptyShould(true);

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
