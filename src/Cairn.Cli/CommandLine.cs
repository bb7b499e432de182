using System.CommandLine;
using System.CommandLine.Help;
using Cairn.Cli.Commands;

namespace Cairn.Cli;

/// <summary>The program from its arguments to its exit code: every failure becomes one line on the standard error.</summary>
static class CommandLine
{
    /// <summary>The program's commands. A plain command, because a root command is named after the executable file.</summary>
    internal static Command Root(Interruption interruption)
    {
        var help = new HelpOption();
        // A fixed width, because asking the terminal for its own sends it a control sequence.
        help.Action = new HelpWithMore(new HelpAction { MaxWidth = 120 });
        return new Command("cairn", "From a data file to a trained, saved and used model. Try: cairn train iris")
        {
            TrainCommand.Make(interruption),
            CompareCommand.Make(interruption),
            PredictCommand.Make(interruption),
            EvaluateCommand.Make(interruption),
            InspectCommand.Make(),
            ListCommand.Make(),
            help,
            new VersionOption(),
        };
    }

    internal static int Run(string[] args, Interruption interruption)
    {
        var root = Root(interruption);
        try
        {
            if (args.Length == 0)
            {
                Parse(root, ["--help"]).Invoke(new InvocationConfiguration { Output = Console.Error });
                return ExitCode.Usage;
            }
            var parsed = Parse(root, args);
            if (Usage.ErrorOf(parsed) is { } error) throw new UsageException($"{error} (see '{HelpOf(parsed.CommandResult.Command)}')");
            return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
        }
        catch (OperationCanceledException)
        {
            Console.Error.WriteLine(Interruption.Message);
            return ExitCode.Interrupted;
        }
        catch (UsageException wrong)
        {
            Console.Error.WriteLine("cairn: " + Wording.OneLine(wrong.Message));
            return ExitCode.Usage;
        }
        catch (Exception failed) when (failed is ArgumentException or InvalidOperationException or NotSupportedException or IOException
            or UnauthorizedAccessException or FormatException)
        {
            Console.Error.WriteLine("cairn: " + Wording.OneLine(Wording.AtThePrompt(failed.Message)));
            return ExitCode.Failed;
        }
    }

    static string HelpOf(Command command) => command.Subcommands.Count > 0 ? "cairn --help" : $"cairn {command.Name} --help";

    // No response files: '@id' is a column's name, and no file to read arguments from.
    internal static ParseResult Parse(Command root, string[] args) =>
        root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null, EnablePosixBundling = false });
}
