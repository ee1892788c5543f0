package avts.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code avts prepare --crop mouth} as typed. */
class MouthCommandTest {
  @TempDir Path folder;

  @Test
  void cropsAreVideosThatCanBeIndexed() throws IOException {
    Commands commands = new Commands(folder);
    commands.succeed(
        "synth",
        "--size",
        "64x48",
        "--videos",
        "2",
        "--seed",
        "1",
        "--out",
        commands.path("videos"));
    commands.succeed("index", commands.path("videos"), "--out", commands.path("all.jsonl"));
    commands.succeed(
        "prepare",
        commands.path("all.jsonl"),
        "--crop=mouth",
        "--mouth=0.25,0.25,0.5,0.5",
        "--crop-size=32x24",
        "--out=" + commands.path("crops"));
    assertTrue(commands.printed().contains("2 mouths from 2 videos"), commands.printed());
    assertTrue(Files.exists(folder.resolve("crops/impacts-1-00000.json")));
    commands.succeed("index", commands.path("crops"), "--out", commands.path("crops.jsonl"));
    assertTrue(commands.printed().contains("2 of 2 files usable"), commands.printed());
  }

  @Test
  void refusesWhatDoesNotFit() {
    Commands commands = new Commands(folder);
    assertEquals(2, commands.run("prepare", "x.jsonl", "--out", commands.path("store")));
    assertTrue(commands.complained().contains("--config=FILE"), commands.complained());
    assertEquals(
        2, commands.run("prepare", "x.jsonl", "--crop=mouth", "--mouth=0.5,0,0.6,1", "--out=y"));
    assertTrue(commands.complained().contains("lies outside of the picture"));
    assertEquals(1, commands.run("prepare", commands.path("x.jsonl"), "--crop=mouth", "--out=y"));
    assertTrue(commands.complained().contains("no such file"), commands.complained());
  }
}
