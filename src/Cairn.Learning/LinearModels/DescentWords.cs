using System.Globalization;

namespace Cairn.LinearModels;

/// <summary>A descent in words.</summary>
static class DescentWords
{
    const int MostNames = 4;

    /// <summary>What is answered for a row: <c>Sales = b + w1 TV + w2 Radio</c>.</summary>
    internal static string Hypothesis(DescentTask task)
    {
        int d = task.Schema.Count;
        var terms = new List<string>();
        if (task.Columns.HasIntercept) terms.Add("b");
        for (int j = 0; j < Math.Min(d, MostNames); j++)
            terms.Add(string.Create(CultureInfo.InvariantCulture, $"w{(d == 1 ? "" : j + 1)} {task.Schema.NameOf(j)}"));
        if (d > MostNames) terms.Add(string.Create(CultureInfo.InvariantCulture, $"... {d - MostNames} more"));
        string z = string.Join(" + ", terms);
        return task.Classes switch
        {
            null => $"{task.Data.TargetName} = {z}",
            { Length: <= 2 } => $"P({task.Data.TargetName} = {task.Classes[^1]}) = σ({z})",
            _ => $"P({task.Data.TargetName} = k) = softmax of the scores z_k = {z}",
        };
    }

    /// <summary>How it walks.</summary>
    internal static string Optimiser(DescentTask task)
    {
        var pace = task.Pace;
        string kind = pace.BatchSize == 1 ? "stochastic gradient descent, a row a step"
            : pace.BatchSize == 0 || pace.BatchSize >= task.Columns.Rows ? "gradient descent, all rows a step"
            : string.Create(CultureInfo.InvariantCulture, $"mini-batch gradient descent, {pace.BatchSize} rows a step");
        return string.Create(CultureInfo.InvariantCulture, $"{kind}; learning rate {pace.LearningRate:0.##########}");
    }
}
