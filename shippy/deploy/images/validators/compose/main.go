// Prints a Compose file as Compose itself understands it, or what is wrong with it.
// Usage: compose FILE [PROFILE...]     (without profiles those of COMPOSE_PROFILES, .env included)
package main

import (
	"context"
	"fmt"
	"os"

	"github.com/compose-spec/compose-go/v2/cli"
)

func main() {
	options, err := cli.NewProjectOptions(os.Args[1:2],
		cli.WithOsEnv, cli.WithEnvFiles(), cli.WithDotEnv, cli.WithDefaultProfiles(os.Args[2:]...))
	if err == nil {
		project, failure := options.LoadProject(context.Background())
		if err = failure; err == nil {
			var yaml []byte
			if yaml, err = project.MarshalYAML(); err == nil {
				fmt.Print(string(yaml))
				return
			}
		}
	}
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}
