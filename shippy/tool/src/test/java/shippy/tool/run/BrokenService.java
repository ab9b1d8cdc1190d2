package shippy.tool.run;

/** What comes of a mistake: it ends when it starts. */
final class BrokenService {
  private BrokenService() {}

  public static void main(String... args) {
    System.exit(3);
  }
}
