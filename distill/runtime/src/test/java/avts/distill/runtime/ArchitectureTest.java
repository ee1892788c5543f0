package avts.distill.runtime;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What is shipped stands on a closed list of libraries. */
@AnalyzeClasses(packages = "avts.distill.runtime", importOptions = DoNotIncludeTests.class)
final class ArchitectureTest {

  @ArchTest
  static final ArchRule USES_ONLY =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "avts.distill.runtime..",
              "avts.datasets.segment..",
              "avts.datasets.signal..",
              "avts.datasets.time..",
              "java..",
              "ai.onnxruntime..",
              "com.google.common..",
              "com.google.errorprone.annotations..",
              "org.jspecify.annotations..");
}
