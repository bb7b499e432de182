using Cairn.Data;

namespace Cairn.Contracts;

/// <summary>Columns that have names are known by them.</summary>
static class TableChecks
{
    internal static readonly ContractCheck[] All =
    [
        new("table: numbers as a matrix", For.All, NumbersAsMatrix),
        new("table: columns are found by name", For.All, ColumnsAreFoundByName),
        new("table: a missing column is named", For.All, MissingColumnIsNamed),
        new("table: other names are not taken for known ones", For.All, OtherNames),
        new("table: words are encoded, or their column is named", For.All, Words),
    ];

    static readonly int[] InOrder = [0, 1, 2, 3], Shuffled = [2, 0, 3, 1];

    /// <summary>A table of numbers gives the bits of the matrix.</summary>
    static IEnumerable<string> NumbersAsMatrix(ContractSubject subject)
    {
        var table = SampleData.TableOf(SampleData.X, InOrder);
        return subject.FitAndAsk(subject.DataOf(table), table).DifferencesFrom(subject.Ask(SampleData.X), "a table of numbers");
    }

    /// <summary>A table with its columns in another order gives the same bits.</summary>
    static IEnumerable<string> ColumnsAreFoundByName(ContractSubject subject)
    {
        var model = subject.Recipe.Fit(subject.DataOf(SampleData.TableOf(SampleData.X, InOrder)));
        return Answers.Of(model, SampleData.TableOf(SampleData.Others, Shuffled))
            .DifferencesFrom(Answers.Of(model, SampleData.TableOf(SampleData.Others, InOrder)), "shuffled columns");
    }

    /// <summary>A table without a column that the model was fitted on is refused by that column's name.</summary>
    static IEnumerable<string> MissingColumnIsNamed(ContractSubject subject)
    {
        var model = subject.Recipe.Fit(subject.DataOf(SampleData.TableOf(SampleData.X, InOrder)));
        return Attempt.Of(() => Answers.Of(model, SampleData.TableOf(SampleData.Others, 0, 1, 3)))
            .Refused("a table without 'depth'", "depth");
    }

    /// <summary>A matrix with the names of the model in another order is matched by name or refused, never taken as it lies.</summary>
    static IEnumerable<string> OtherNames(ContractSubject subject)
    {
        var model = subject.Recipe.Fit(subject.DataOf(SampleData.Named(SampleData.X)));
        double[][] rows = Array.ConvertAll(SampleData.Others, row => SampleData.Pick(row, Shuffled));
        var shuffled = Features.From(rows, SampleData.Pick(SampleData.Names, Shuffled));
        var attempt = Attempt.Of(() => Answers.Of(model, shuffled));
        return attempt.Answers is { } answers
            ? answers.DifferencesFrom(Answers.Of(model, SampleData.Named(SampleData.Others)), "shuffled names")
            : attempt.Refused("shuffled names", "width");
    }

    /// <summary>Categories and texts give finite answers, or a refusal that names the column.</summary>
    static IEnumerable<string> Words(ContractSubject subject)
    {
        string[] words = [.. SampleData.X.Select(row => row[1] < 0 ? "low" : "high")];
        var numbers = SampleData.TableOf(SampleData.X, 0, 1, 3);
        return new Column[] { new CategoryColumn("colour", words), new TextColumn("colour", words) }.SelectMany(column =>
            subject.Try(subject.DataOf(new Table([.. numbers.Columns, column])))
                .FiniteOrRefused($"a column of kind {column.Kind}", "colour"));
    }
}
