using Cairn.Kernels;
using Cairn.Plotting;

namespace Cairn.Reports;

/// <summary>What an answer costs, as curves.</summary>
public static class CostCharts
{
    const int Places = 199;

    /// <summary>
    /// The logarithmic cost of a probability h: -log h where the class is 1 and -log(1 - h) where it is 0. A sure answer that is right costs
    /// nothing, one that is wrong without end.
    /// </summary>
    public static Chart LogLoss()
    {
        double[] h = [.. Enumerable.Range(1, Places).Select(i => i / (Places + 1.0))];
        return new Chart { Title = "What a probability costs", XLabel = "probability h of the class 1", YLabel = "cost", XRange = (0, 1) }
            .Line(h, Array.ConvertAll(h, p => -SafeMath.Log(p)), "-log(h): the class is 1")
            .Line(h, Array.ConvertAll(h, p => -SafeMath.Log1P(-p)), "-log(1 - h): the class is 0");
    }

    /// <summary>
    /// The same two costs over the score z of which the probability is 1 / (1 + e^-z), and beside them the squared error of that probability:
    /// the logarithmic cost is convex, the squared one flattens where the answer is most wrong.
    /// </summary>
    public static Chart OfScores()
    {
        double[] z = [.. Enumerable.Range(0, 121).Select(i => -6 + 0.1 * i)];
        return new Chart { Title = "Why not the squared error", XLabel = "score z, the class is 1", YLabel = "cost" }
            .Line(z, Array.ConvertAll(z, s => LogLossOf(s)), "log loss: convex")
            .Line(z, Array.ConvertAll(z, s => (1 - SafeMath.Sigmoid(s)) * (1 - SafeMath.Sigmoid(s))), "squared error: not convex");
    }

    static double LogLossOf(double z) => Math.Max(-z, 0) + SafeMath.Log1P(SafeMath.Exp(-Math.Abs(z)));
}
