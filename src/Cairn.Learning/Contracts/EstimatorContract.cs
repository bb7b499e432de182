namespace Cairn.Contracts;

/// <summary>The laws that every recipe keeps, as checks that anybody can run on a recipe of their own, without a test framework.</summary>
/// <remarks>
/// <c>Console.WriteLine(EstimatorContract.Check(new MyRecipe()))</c> fits the recipe some hundred times to small made-up data, good and
/// bad, and tells which laws its models keep. What a model must do follows from what it is: an <see cref="IClassifier"/>, an
/// <see cref="IRegressor"/>, an <see cref="ITransformer"/>, an artefact that can be saved.
/// </remarks>
public static class EstimatorContract
{
    const string FitsPlainNumbers = "recipe: fits plain numbers";

    /// <summary>The table of laws, family by family. A new law is a method of its family's file and a row there.</summary>
    static readonly ContractCheck[] Table =
    [
        .. RecipeChecks.All,
        .. DataChecks.All,
        .. TableChecks.All,
        .. ShapeChecks.All,
        .. ValueChecks.All,
        .. TargetChecks.All,
        .. WeightChecks.All,
        .. InvarianceChecks.All,
        .. PredictionChecks.All,
        .. ProbabilityChecks.All,
        .. TransformChecks.All,
        .. PersistenceChecks.All,
        .. ReproducibilityChecks.All,
        .. LongWorkChecks.All,
    ];

    /// <summary>The names of all checks, in the order of the report.</summary>
    public static IReadOnlyList<string> CheckNames { get; } = [FitsPlainNumbers, .. Table.Select(check => check.Name)];

    /// <summary>Runs every check that applies to the recipe.</summary>
    /// <param name="recipe">The recipe; its models are classes that predict or transform.</param>
    /// <param name="options">Exemptions and the readers of model files; none by default.</param>
    /// <returns>One result a check. Nothing that the recipe throws comes through.</returns>
    /// <exception cref="ArgumentException">An exemption names no check, or names one twice.</exception>
    public static ContractReport Check(IEstimator<object> recipe, ContractOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        options ??= new ContractOptions();
        var exemptions = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, reason) in options.Exemptions)
        {
            if (!CheckNames.Contains(name))
                throw new ArgumentException($"options: there is no check '{name}' to exempt from", nameof(options));
            if (!exemptions.TryAdd(name, reason)) throw new ArgumentException($"options: '{name}' is exempted twice", nameof(options));
        }

        var results = new List<ContractResult>();
        ContractSubject? subject = null;
        results.Add(Judge(FitsPlainNumbers, exemptions, null, () =>
        {
            subject = new ContractSubject(recipe, options.Readers);
            return subject.Flaws();
        }));
        foreach (var check in Table)
        {
            string? notApplicable = subject is null ? "the recipe did not fit plain numbers" : check.NotFor(subject);
            results.Add(Judge(check.Name, exemptions, notApplicable, () => check.Breaches(subject!)));
        }
        return new ContractReport(RecipeText.Of(recipe), results);
    }

    static ContractResult Judge(string name, Dictionary<string, string> exemptions, string? notApplicable,
        Func<IEnumerable<string>> breaches)
    {
        string? exempt = exemptions.GetValueOrDefault(name);
        if (notApplicable is not null)
            return exempt is null
                ? new ContractResult(name, ContractOutcome.NotApplicable, notApplicable)
                : new ContractResult(name, ContractOutcome.Failed, $"the exemption is not needed: {notApplicable}");
        string found;
        try
        {
            found = string.Join("; ", breaches().Take(3));
        }
        catch (Exception e) // whatever a recipe throws is a finding
        {
            found = $"threw {Attempt.Named(e)}";
        }
        return (found.Length > 0, exempt) switch
        {
            (false, null) => new ContractResult(name, ContractOutcome.Passed, ""),
            (true, null) => new ContractResult(name, ContractOutcome.Failed, found),
            (true, _) => new ContractResult(name, ContractOutcome.Exempted, $"{exempt} [{found}]"),
            (false, _) => new ContractResult(name, ContractOutcome.Failed, $"the exemption is not needed: the check passes ({exempt})"),
        };
    }
}
