using System.Globalization;
using Cairn.Cli;

// Help and messages are English everywhere; numbers and files never depend on the culture.
CultureInfo.CurrentUICulture = CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.InvariantCulture;
StandardStreams.Prepare();
using var interruption = new Interruption();
return CommandLine.Run(args, interruption);
