package avts.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Commands parse and call; they neither compute nor touch a native library. */
@AnalyzeClasses(packages = "avts", importOptions = DoNotIncludeTests.class)
final class ArchitectureTest {

  @ArchTest
  static final ArchRule NOBODY_IMPORTS_THE_COMMAND_LINE =
      noClasses()
          .that()
          .resideOutsideOfPackage("avts.cli..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("avts.cli..");

  @ArchTest
  static final ArchRule NO_NATIVE_LIBRARIES =
      noClasses()
          .that()
          .resideInAPackage("avts.cli..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.nd4j..", "org.bytedeco..", "org.jtransforms..");
}
