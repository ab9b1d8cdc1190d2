package shippy.process;

import java.util.concurrent.CountDownLatch;

/** A program that does what it is told by its arguments, one after the other. */
final class ArgumentProgram {
  private ArgumentProgram() {}

  public static void main(String... args) throws InterruptedException {
    for (String arg : args) {
      String value = arg.replaceFirst("^--\\w+=?", "");
      switch (arg.replaceFirst("=.*", "")) {
        case "--out" -> System.out.println(value);
        case "--err" -> System.err.println(value);
        case "--id" -> System.out.println("id " + System.getenv("MICRO_SERVER_ID"));
        case "--heap" -> System.out.println("heap " + Runtime.getRuntime().maxMemory());
        case "--exit" -> System.exit(Integer.parseInt(value));
        case "--wait" -> new CountDownLatch(1).await();
        default -> throw new IllegalArgumentException(arg);
      }
    }
  }
}
