using System.Globalization;
using System.Text;

namespace Cairn.Evaluation;

/// <summary>How often each class was taken for each other: rows are the truth, columns the prediction.</summary>
public sealed class ConfusionMatrix
{
    readonly double[,] _counts;

    /// <summary>Counts the answers, each by its row's weight.</summary>
    public ConfusionMatrix(ClassifierAnswers answers)
    {
        ArgumentNullException.ThrowIfNull(answers);
        Classes = answers.Classes;
        _counts = new double[Classes.Count, Classes.Count];
        for (int i = 0; i < answers.Rows; i++) _counts[answers.Truth[i], answers.Predicted[i]] += answers.Weights[i];
    }

    /// <summary>The confusion matrix of a classifier's answers on the data.</summary>
    public static ConfusionMatrix Of(IClassifier model, Dataset data) => new(ClassifierAnswers.Of(model, data));

    /// <summary>The names of the classes, in the order of rows and columns.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>The weight of the rows of class <paramref name="truth"/> that were taken for class <paramref name="predicted"/>.</summary>
    public double this[int truth, int predicted] => _counts[truth, predicted];

    /// <summary>The weight of the rows whose true class is <paramref name="class"/>.</summary>
    public double TrueTotal(int @class) => Enumerable.Range(0, Classes.Count).Sum(p => _counts[@class, p]);

    /// <summary>The weight of the rows that were taken for <paramref name="class"/>.</summary>
    public double PredictedTotal(int @class) => Enumerable.Range(0, Classes.Count).Sum(t => _counts[t, @class]);

    /// <summary>Of the rows taken for the class, the part that is of it: TP / (TP + FP); 0 when none was taken for it.</summary>
    public double Precision(int @class) => Ratio(_counts[@class, @class], PredictedTotal(@class));

    /// <summary>Of the rows of the class, the part that was found: TP / (TP + FN); 0 when there is none.</summary>
    public double Recall(int @class) => Ratio(_counts[@class, @class], TrueTotal(@class));

    /// <summary>The harmonic mean of precision and recall: 2 TP / (2 TP + FP + FN); 0 when all three are 0.</summary>
    public double F1(int @class) => Ratio(2 * _counts[@class, @class], PredictedTotal(@class) + TrueTotal(@class));

    /// <summary>The part of the rows that was answered rightly.</summary>
    public double Accuracy
    {
        get
        {
            double right = 0, all = 0;
            for (int k = 0; k < Classes.Count; k++) (right, all) = (right + _counts[k, k], all + TrueTotal(k));
            return Ratio(right, all);
        }
    }

    static double Ratio(double part, double whole) => whole == 0 ? 0 : part / whole;

    /// <summary>The counts as an aligned table with precision and recall.</summary>
    public override string ToString()
    {
        string[] names = [.. Classes.Select(n => n.Length <= 14 ? n : n[..13] + "…")];
        int first = Math.Max(names.Max(n => n.Length), "true \\ predicted".Length);
        var cells = new string[names.Length, names.Length];
        int width = Math.Max(names.Max(n => n.Length), 6);
        for (int t = 0; t < names.Length; t++)
            for (int p = 0; p < names.Length; p++)
            {
                cells[t, p] = _counts[t, p].ToString("0.###", CultureInfo.InvariantCulture);
                width = Math.Max(width, cells[t, p].Length);
            }
        var text = new StringBuilder("true \\ predicted".PadRight(first));
        foreach (string name in names) text.Append("  ").Append(name.PadLeft(width));
        text.Append("  recall");
        for (int t = 0; t < names.Length; t++)
        {
            text.AppendLine().Append(names[t].PadRight(first));
            for (int p = 0; p < names.Length; p++) text.Append("  ").Append(cells[t, p].PadLeft(width));
            text.Append("  ").Append(Recall(t).ToString("0.000", CultureInfo.InvariantCulture).PadLeft(6));
        }
        text.AppendLine().Append("precision".PadRight(first));
        for (int p = 0; p < names.Length; p++) text.Append("  ").Append(Precision(p).ToString("0.000", CultureInfo.InvariantCulture).PadLeft(width));
        return text.ToString();
    }
}
