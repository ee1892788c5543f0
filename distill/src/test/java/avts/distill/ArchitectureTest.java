package avts.distill;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The arrows inside this module and the borders to other people's libraries. */
@AnalyzeClasses(packages = "avts.distill", importOptions = DoNotIncludeTests.class)
final class ArchitectureTest {

  @ArchTest
  static final ArchRule NO_CYCLES =
      slices().matching("avts.distill.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule NO_TENSORS =
      noClasses().should().dependOnClassesThat().resideInAnyPackage("org.nd4j..", "org.bytedeco..");

  @ArchTest
  static final ArchRule ONNX_RUNTIME_ONLY_IN_THE_RUNTIME =
      noClasses()
          .that()
          .resideOutsideOfPackage("avts.distill.runtime..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("ai.onnxruntime..");

  @ArchTest
  static final ArchRule CONFIGS_ARE_RECORDS =
      classes().that().haveSimpleNameEndingWith("Config").should().beRecords();
}
