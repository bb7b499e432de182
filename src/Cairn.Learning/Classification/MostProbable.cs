namespace Cairn.Classification;

/// <summary>Classes from probabilities.</summary>
static class MostProbable
{
    /// <summary>The index of the largest of each row, int32 <c>[n]</c>; of equal ones the first.</summary>
    internal static Tensor Of(Tensor probabilities)
    {
        var p = probabilities.AsReadOnlySpan<double>();
        int classes = probabilities.Shape[1];
        var answers = new int[probabilities.Shape[0]];
        for (int i = 0; i < answers.Length; i++)
            for (int k = 1; k < classes; k++)
                if (p[i * classes + k] > p[i * classes + answers[i]]) answers[i] = k;
        return Tensor.Own(answers, new Shape(answers.Length));
    }
}
