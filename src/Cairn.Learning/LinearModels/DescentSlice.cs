using Cairn.Plotting;

namespace Cairn.LinearModels;

/// <summary>The cost of a descent and its slope along one weight, the other parameters as they are at the end.</summary>
static class DescentSlice
{
    internal static Chart Cost(DescentTask task, IReadOnlyList<DescentPlace> places, int feature) =>
        Along(task, places, feature, "Cost along a weight", "cost J", (descent, theta, _) => descent.Cost(theta), (place, _) => place.Cost);

    internal static Chart Slope(DescentTask task, IReadOnlyList<DescentPlace> places, int feature) =>
        Along(task, places, feature, "Slope of the cost along a weight", "dJ / dw", (descent, theta, j) => descent.Slope(theta, j), (place, j) => place.Gradient[j])
            .HorizontalLine(0);

    static Chart Along(DescentTask task, IReadOnlyList<DescentPlace> places, int feature, string title, string label,
        Func<Descent, double[], int, double> curve, Func<DescentPlace, int, double> step)
    {
        if (feature < 0 || feature >= task.Columns.Features)
            throw new ArgumentOutOfRangeException(nameof(feature), feature, $"A feature is 0 to {task.Columns.Features - 1}");
        var end = places[^1];
        double[] x = DescentSurface.Around(places, feature, end, 121)
            ?? throw new InvalidOperationException("the weight does not move, and has no curve to walk on");
        double[] theta = [.. end.Theta];
        double[] y = Array.ConvertAll(x, w =>
        {
            theta[feature] = w;
            return curve(task.Descent, theta, feature);
        });
        return new Chart { Title = title, XLabel = DescentSurface.NameOf(task, feature), YLabel = label }
            .Line(x, y, "the other parameters as at the end")
            .Scatter([.. places.Select(p => p.Theta[feature])], [.. places.Select(p => step(p, feature))], "the steps");
    }
}
