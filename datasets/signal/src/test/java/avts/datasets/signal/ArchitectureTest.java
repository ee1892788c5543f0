package avts.datasets.signal;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The audio-only runtime stands on this module, so what it may use is a closed list. */
@AnalyzeClasses(packages = "avts", importOptions = DoNotIncludeTests.class)
final class ArchitectureTest {

  @ArchTest
  static final ArchRule USES_ONLY =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "avts..",
              "java..",
              "com.google.common..",
              "com.google.errorprone.annotations..",
              "org.jspecify.annotations..",
              "org.jtransforms..",
              "org.visnow.jlargearrays..");

  @ArchTest
  static final ArchRule TIME_IS_PLAIN_JAVA =
      noClasses()
          .that()
          .resideInAPackage("avts.datasets.time..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.jtransforms..", "avts.datasets.signal..");

  @ArchTest
  static final ArchRule NO_CYCLES =
      slices().matching("avts.datasets.(*)..").should().beFreeOfCycles();
}
