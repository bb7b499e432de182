using System.CommandLine;
using System.CommandLine.Parsing;

namespace Cairn.Cli;

/// <summary>What is wrong with a command line, in one sentence.</summary>
static class Usage
{
    /// <summary>The first mistake, or null when there is none.</summary>
    internal static string? ErrorOf(ParseResult parsed)
    {
        if (parsed.Action is System.CommandLine.Invocation.CommandLineAction { ClearsParseErrors: true }) return null;
        var result = parsed.CommandResult;
        var command = result.Command;
        // An option that does not exist looks like an argument to the parser.
        var words = result.Children.OfType<ArgumentResult>().SelectMany(a => a.Tokens).Select(t => t.Value).Concat(parsed.UnmatchedTokens);
        if (words.FirstOrDefault(w => w.StartsWith('-') && w.Length > 1) is { } option)
            return $"there is no option '{option}'{Nearest.Hint(option, command.Options.Select(o => o.Name))}";
        if (parsed.UnmatchedTokens is [var stray, ..])
            return command.Subcommands.Count > 0
                ? $"there is no command '{stray}'{Nearest.Hint(stray, command.Subcommands.Select(c => c.Name))}"
                : $"'{stray}' is one word too many; words with spaces go in quotes";
        foreach (var argument in command.Arguments)
            if (argument.Arity.MinimumNumberOfValues > 0 && result.GetResult(argument) is null or { Tokens.Count: 0 })
                return $"'{command.Name}' needs <{argument.Name}>: {argument.Description}";
        foreach (var given in result.Children.OfType<OptionResult>())
        {
            if (given.Option.Arity.MinimumNumberOfValues > given.Tokens.Count && !given.Implicit)
                return $"{given.Option.Name} needs a value: <{given.Option.HelpName}>";
            if (given.Option.Arity.MaximumNumberOfValues == 1 && given.Tokens.Count > 1)
                return $"{given.Option.Name} is given more than once";
        }
        return parsed.Errors.Count > 0 ? parsed.Errors[0].Message : null;
    }
}
