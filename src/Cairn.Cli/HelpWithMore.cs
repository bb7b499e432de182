using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Cairn.Cli.Commands;

namespace Cairn.Cli;

/// <summary>The help of a command, followed by what does not fit into a list of options.</summary>
sealed class HelpWithMore(HelpAction help) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        help.Invoke(parseResult);
        string? more = parseResult.CommandResult.Command.Name switch
        {
            TrainCommand.Name => TrainCommand.MoreHelp(),
            CompareCommand.Name => CompareCommand.MoreHelp(),
            _ => null,
        };
        if (more is not null) parseResult.InvocationConfiguration.Output.WriteLine(more);
        return ExitCode.Done;
    }
}
