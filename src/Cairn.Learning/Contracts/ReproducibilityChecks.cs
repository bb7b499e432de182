using System.Globalization;
using Cairn.Persistence;

namespace Cairn.Contracts;

/// <summary>Same recipe, same data: same bits, whatever the time, the threads and the culture.</summary>
static class ReproducibilityChecks
{
    internal static readonly ContractCheck[] All =
    [
        new("repeat: fitting again gives the same bits", For.All, FittingAgain),
        new("repeat: any number of threads gives the same bits", For.All, AnyThreads),
        new("repeat: any culture gives the same bits and words", For.All, AnyCulture),
        new("repeat: 16 threads may share a model", For.All, SharedModel),
    ];

    /// <summary>Fits again after fitting other data: the earlier data leaves no trace.</summary>
    static IEnumerable<string> FittingAgain(ContractSubject subject)
    {
        var model = subject.Recipe.Fit(subject.Data);
        subject.Recipe.Fit(subject.DataOf(SampleData.Map(SampleData.X, (v, j) => 100 - v * j)));
        var again = subject.Recipe.Fit(subject.Data);
        return [.. Differences(subject, model, "fitted again"), .. Differences(subject, again, "fitted after other data")];
    }

    static IEnumerable<string> AnyThreads(ContractSubject subject) => new[] { 1, 2, 3 }.SelectMany(threads =>
        Differences(subject, subject.Recipe.Fit(subject.Data, new FitContext { Threads = threads }), $"{threads} threads"));

    /// <summary>With a decimal comma, another minus sign and Turkish letters.</summary>
    static IEnumerable<string> AnyCulture(ContractSubject subject)
    {
        var own = CultureInfo.CurrentCulture;
        var breaches = new List<string>();
        try
        {
            foreach (var culture in HostileCultures())
            {
                CultureInfo.CurrentCulture = culture;
                var model = subject.Recipe.Fit(subject.Data);
                breaches.AddRange(Differences(subject, model, $"culture '{culture.Name}'"));
                string? card = model.ToString();
                CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
                if (card != subject.Model.ToString()) breaches.Add($"culture '{culture.Name}': the model prints another card");
            }
        }
        finally
        {
            CultureInfo.CurrentCulture = own;
        }
        return breaches;
    }

    static IEnumerable<CultureInfo> HostileCultures()
    {
        var comma = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        (comma.NumberFormat.NumberDecimalSeparator, comma.NumberFormat.NumberGroupSeparator) = (",", ".");
        (comma.NumberFormat.NegativeSign, comma.NumberFormat.NaNSymbol) = ("\u2212", "?");
        yield return comma;
        CultureInfo? turkish = null;
        try
        {
            turkish = CultureInfo.GetCultureInfo("tr-TR");
        }
        catch (CultureNotFoundException)
        {
            // a process without culture data
        }
        if (turkish is not null) yield return turkish;
    }

    /// <summary>16 threads that ask one model at the same time each get the bits that one alone gets.</summary>
    static IEnumerable<string> SharedModel(ContractSubject subject)
    {
        var alone = subject.Ask(SampleData.Others);
        var attempts = new Attempt[16];
        using var start = new Barrier(attempts.Length);
        Thread[] threads = [.. Enumerable.Range(0, attempts.Length).Select(t => new Thread(() =>
        {
            start.SignalAndWait();
            for (int again = 0; again < 3 && attempts[t]?.Error is null; again++) attempts[t] = subject.TryAsk(SampleData.Others);
        }))];
        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) thread.Join();
        return attempts.SelectMany(attempt => attempt.Answers?.DifferencesFrom(alone, "asked from 16 threads")
            ?? [$"asked from 16 threads: threw {Attempt.Named(attempt.Error!)}"]);
    }

    /// <summary>In what a model differs from the subject's: its answers, and the bytes of its file when it has one.</summary>
    static IEnumerable<string> Differences(ContractSubject subject, object model, string when)
    {
        foreach (string difference in Answers.Of(model, SampleData.Others).DifferencesFrom(subject.Ask(SampleData.Others), when))
            yield return difference;
        if (subject.Artefact is { } artefact && !ModelFile.ToBytes((IArtefact)model).AsSpan().SequenceEqual(ModelFile.ToBytes(artefact)))
            yield return $"{when}: the model is saved as other bytes";
    }
}
