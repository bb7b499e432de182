using Cairn.Evaluation;
using Cairn.Kernels;

namespace Cairn.SideBySide;

/// <summary>The table of cases.</summary>
static class Cases
{
    internal static IReadOnlyList<Case> All { get; } = [.. Make()];

    static IEnumerable<Case> Make()
    {
        foreach (int n in (int[])[64, 128, 256, 512, 1024, 2048]) yield return Product($"gemm_f32_{n}", "products gemm_f32", n, n, n, NN<float>);
        foreach (int n in (int[])[512, 1024, 2048])
        {
            yield return Product($"gemm_f32_{n}_NT", "products gemm_f32_nt", n, n, n, (m, k, n) => Products.Multiply<float>(m, k, n, false, true));
            yield return Product($"gemm_f32_{n}_TN", "products gemm_f32_tn", n, n, n, (m, k, n) => Products.Multiply<float>(m, k, n, true, false));
            yield return Product($"gemm_f32_{n}_TT", "products gemm_f32_tt", n, n, n, (m, k, n) => Products.Multiply<float>(m, k, n, true, true));
        }
        foreach (var (m, k, n) in ((int, int, int)[])[(64, 784, 512), (1000, 784, 500), (1, 784, 512), (32, 784, 500)])
            yield return Product($"gemm_f32_{m}x{k}x{n}", "products gemm_f32", m, k, n, NN<float>);
        foreach (var (m, k, n) in ((int, int, int)[])[(1000, 784, 500), (64, 784, 512), (32, 784, 500), (16, 1024, 1024), (1, 784, 512), (2048, 128, 384), (768, 128, 512), (768, 512, 128)])
        {
            yield return Product($"linear_fwd_{m}x{k}x{n}", "products linear_fwd", m, k, n, Products.Forward);
            yield return Product($"linear_dW_{m}x{k}x{n}", "products linear_dW", m, k, n, Products.WeightGradient);
            yield return Product($"linear_dx_{m}x{k}x{n}", "products linear_dx", m, k, n, Products.InputGradient);
        }
        foreach (int n in (int[])[512, 1024, 2048])
            yield return Product($"gemm_f64_{n}", "arrays gemm_f64", n, n, n, NN<double>) with { ProductOf = sizeof(double) };

        foreach (int n in (int[])[512, 1024])
        {
            // the multiply-adds that are counted: of one triangle of a product, and for Q and R together
            yield return new($"solve_f64_{n}", $"decompositions solve {n}", small => Decompositions.Solve(small ? 19 : n), 2e-9 / 3 * n * n * n, "GFLOP");
            yield return new($"cholesky_f64_{n}", $"decompositions cholesky {n}", small => Decompositions.Cholesky(small ? 19 : n), 1e-9 / 3 * n * n * n, "GFLOP");
            yield return new($"qr_f64_{n}", $"decompositions qr {n}", small => Decompositions.Qr(small ? 19 : n), 8e-9 / 3 * n * n * n, "GFLOP");
            yield return new($"qr_pivoted_f64_{n}", $"decompositions qr_pivoted {n}", small => Decompositions.Qr(small ? 19 : n, pivoted: true),
                8e-9 / 3 * n * n * n, "GFLOP");
        }

        // the operations of the usual count: 9 n³, 21 n³ and 25 n³ (Golub, Van Loan, Matrix Computations), 5 n log n
        foreach (int n in (int[])[512, 1024])
        {
            yield return new($"eigh_{n}", $"spectral eigh {n}", small => Spectra.SymmetricEigen(small ? 20 : n), 9e-9 * n * n * n, "GFLOP", 1e-9);
            yield return new($"svd_{n}", $"spectral svd {n}", small => Spectra.Svd(small ? 20 : n), 21e-9 * n * n * n, "GFLOP", 1e-7);
        }
        yield return new("eig_512", "spectral eig 512", small => Spectra.Eigen(small ? 20 : 512), 25e-9 * 512 * 512 * 512, "GFLOP", 1e-9);
        foreach (var (rows, n, log) in ((int, int, int)[])[(1, 1 << 16, 16), (1024, 1024, 10)])
        {
            yield return new($"fft_{rows}x{n}", $"spectral fft {rows} {n}", small => Spectra.Fft(small ? 3 : rows, small ? 60 : n), 5e-9 * rows * n * log, "GFLOP", 1e-9);
            yield return new($"rfft_{rows}x{n}", $"spectral rfft {rows} {n}", small => Spectra.RealFft(small ? 3 : rows, small ? 60 : n), 2.5e-9 * rows * n * log,
                "GFLOP", 1e-9);
        }

        foreach (var (count, name) in ((int, string)[])[(1 << 20, "1M"), (1 << 24, "16M")])
        {
            Case Into(string function, Elements.Map map, Func<double, double> naive, float shift = 0) => Memory(
                $"{function}_{name}", $"elements {function}", 2, n => Elements.Into(n, map, naive, shift));
            Case Memory(string name, string peer, double operands, Func<int, Work> make) =>
                new(name, $"{peer} {count}", small => make(small ? 4096 : count), operands * count * 4e-9, "GB");
            yield return Into("exp", SafeMath.Exp, Math.Exp);
            yield return Into("log", SafeMath.Log, Math.Log, 1.5f);
            yield return Into("tanh", SafeMath.Tanh, Math.Tanh);
            yield return Into("sigmoid", SafeMath.Sigmoid, x => 1 / (1 + Math.Exp(-x)));
            yield return Into("gelu", SafeMath.Gelu, Elements.PlainGelu);
            yield return Memory($"sum_{name}", "elements sum", 1, Elements.Sum);
            yield return Memory($"sum_dim0_{name}", "elements sum_dim0", 1, n => Elements.SumColumns(n, 1024)) with { Tolerance = 1e-4 };
            yield return Memory($"add_alloc_{name}", "elements add_alloc", 3, n => Elements.New(n, (x, y) => x + y, (x, y) => x + y));
            yield return Memory($"mul_alloc_{name}", "elements mul_alloc", 3, n => Elements.New(n, (x, y) => x * y, (x, y) => x * y));
            yield return Memory($"mul_scalar_alloc_{name}", "elements mul_scalar_alloc", 2, n => Elements.New(n, x => x * 1.5f, x => x * 1.5));
            yield return Memory($"relu_alloc_{name}", "elements relu_alloc", 2, n => Elements.New(n, x => x.Relu(), x => Math.Max(x, 0)));
            yield return Memory($"add_rowbias_alloc_{name}", "elements add_rowbias_alloc", 2, n => Elements.AddRow(n, 1024));
            yield return Memory($"transpose_copy_alloc_{name}", "elements transpose_copy_alloc", 2, n => Elements.CopyTransposed(n, 1024));
            yield return Memory($"softmax_rows1024_{name}", "elements softmax_rows1024", 2, n => Elements.Softmax(n, 1024, logarithm: false));
            yield return Memory($"log_softmax_rows1024_{name}", "elements log_softmax_rows1024", 2, n => Elements.Softmax(n, 1024, logarithm: true));
            yield return Memory($"layer_norm_rows1024_{name}", "elements layer_norm_rows1024", 2, n => Elements.LayerNorm(n, 1024));
            yield return Memory($"cumsum_{name}", "elements cumsum", 2, Elements.CumulativeSum) with { Tolerance = 1e-4 };
        }
        yield return new("cross_entropy_grad_4096x1000", "elements cross_entropy_grad 4096 1000",
            small => small ? Elements.CrossEntropy(8, 10) : Elements.CrossEntropy(4096, 1000), 4096 * 1000 * 16e-9, "GB");
        yield return new("argmax_1M", $"elements argmax {1 << 20}", small => Elements.ArgMax(small ? 4096 : 1 << 20), (1 << 20) * 4e-9, "GB");
        yield return new("sort_1M", $"elements sort {1 << 20}", small => Elements.Sort(small ? 4096 : 1 << 20), (1 << 20) * 8e-9, "GB");
        yield return Numbers("rng_uniform_f64_1M", "arrays rng_uniform_f64", Elements.UniformDoubles, 8);
        yield return Numbers("rng_uniform_f32_1M", "arrays rng_uniform_f32", Elements.UniformSingles, 4);
        yield return Numbers("rng_normal_f64_1M", "arrays rng_normal_f64", Elements.NormalDoubles, 8);

        yield return new("tiny_train_step", "networks tiny_train_step", _ => TinyNetwork.TrainingStep(), 1, "rows", 1e-4);

        foreach (var (name, n, c, side, f, taps, groups) in ((string, int, int, int, int, int, int)[])
            [("resnet_conv", 32, 64, 56, 64, 3, 1), ("lenet_conv", 64, 32, 14, 64, 3, 1), ("first_conv", 64, 1, 28, 32, 3, 1),
                ("conv1x1", 32, 256, 28, 64, 1, 1), ("depthwise", 32, 128, 28, 128, 3, 128)])
            foreach (bool back in (bool[])[false, true])
                foreach (string form in (string[])["", "_channels_last"])
                    yield return new($"{name}_{(back ? "fwdbwd" : "fwd")}{form}", $"layers conv{form} {n} {c} {side} {f} {taps} {groups} {(back ? 1 : 0)}",
                        small => small ? Layers.Convolution(2, groups > 1 ? 4 : Math.Min(c, 3), 6, 4, taps, groups > 1 ? 4 : 1, back)
                            : Layers.Convolution(n, c, side, f, taps, groups, back),
                        (back ? 6e-9 : 2e-9) * n * c / groups * f * taps * taps * side * side, "GFLOP");
        foreach (bool back in (bool[])[false, true])
            yield return new($"maxpool2_{(back ? "fwdbwd" : "fwd")}", $"layers max_pool 64 64 28 {(back ? 1 : 0)}",
                small => small ? Layers.MaxPool(2, 3, 6, back) : Layers.MaxPool(64, 64, 28, back), 64 * 64 * 784 * 5e-9, "GB");
        foreach (bool back in (bool[])[false, true])
        {
            string way = back ? "fwdbwd" : "fwd";
            int flag = back ? 1 : 0;
            yield return new($"batchnorm_train_{way}", $"layers batch_norm 32 64 56 {flag}",
                small => small ? Layers.BatchNorm(3, 2, 5, back) : Layers.BatchNorm(32, 64, 56, back), 32 * 64 * 3136 * (back ? 20e-9 : 8e-9), "GB");
            foreach (bool whole in (bool[])[false, true])
                yield return new($"{(whole ? "globalavgpool" : "avgpool2")}_{way}", $"layers average_pool 64 64 28 {(whole ? 1 : 0)} {flag}",
                    small => small ? Layers.AveragePool(2, 3, 6, whole, back) : Layers.AveragePool(64, 64, 28, whole, back), 64 * 64 * 784 * (back ? 9e-9 : 5e-9), "GB");
        }

        foreach (var (rows, batches) in ((int, int)[])[(1000, 8), (32, 64)])
            yield return Steps($"mlp_train_b{rows}", $"networks mlp_train {rows} {batches} 784 500 200 100 10", rows,
                small => small ? Networks.MlpTraining(6, 2, 5, 4, 3) : Networks.MlpTraining(rows, batches, 784, 500, 200, 100, 10));
        yield return Steps("mlp_tiny_train", "networks mlp_train 16 1 4 16 3", 16, _ => Networks.MlpTraining(16, 1, 4, 16, 3));
        foreach (int rows in (int[])[1, 1000])
            yield return Steps($"mlp_infer_b{rows}", $"networks mlp_infer {rows} 784 500 200 100 10", rows,
                small => small ? Networks.MlpInference(3, 5, 4, 3) : Networks.MlpInference(rows, 784, 500, 200, 100, 10));
        yield return Steps("dqn_step", "networks dqn_step 64 128", 64, small => small ? Networks.QLearning(6, 5) : Networks.QLearning(64, 128));
        foreach (string form in (string[])["", "_channels_last"])
        {
            yield return Steps($"cnn_train_b64{form}", $"networks cnn_train{form} 64 28 32 64 128", 64,
                small => small ? Networks.CnnTraining(2, 9, 2, 3, 4) : Networks.CnnTraining(64, 28, 32, 64, 128));
            yield return Steps($"fashion_cnn_train{form}", $"networks fashion_train{form} 128 28 32 64 256", 128,
                small => small ? Networks.FashionTraining(4, 8, 2, 3, 4) : Networks.FashionTraining(128, 28, 32, 64, 256));
            foreach (int rows in (int[])[1, 64, 256])
                yield return Steps($"cnn_infer_b{rows}{form}", $"networks cnn_infer{form} {rows} 28 32 64 128", rows,
                    small => small ? Networks.CnnInference(2, 9, 2, 3, 4) : Networks.CnnInference(rows, 28, 32, 64, 128));
        }
        // not beside channels last: there torch 1.13 differs from its own float64 by 14 % of the largest gradient
        // and some elements lie so near 0 that rounding decides what relu passes
        yield return Steps("resnet_basicblock_fwdbwd", "networks basic_block 32 64 56", 32,
            small => small ? Networks.ResidualBlock(2, 3, 5) : Networks.ResidualBlock(32, 64, 56)) with
        {
            Tolerance = 1e-2,
        };
        foreach (string kind in (string[])["lstm", "gru"])
            yield return Steps($"{kind}_train", $"networks {kind}_train 32 50 64 128", 32,
                small => small ? Networks.SequenceTraining(kind, 2, 3, 3, 2) : Networks.SequenceTraining(kind, 32, 50, 64, 128));
        yield return Steps("charrnn_train", "networks charrnn_train 20 64 128 0", 1,
            small => small ? Networks.CharacterTraining(3, 4, 3, byCell: false) : Networks.CharacterTraining(20, 64, 128, byCell: false));
        yield return Steps("charrnn_cell_train", "networks charrnn_train 20 64 128 1", 1,
            small => small ? Networks.CharacterTraining(3, 4, 3, byCell: true) : Networks.CharacterTraining(20, 64, 128, byCell: true));
        foreach (bool back in (bool[])[false, true])
        {
            string way = back ? "fwdbwd" : "fwd";
            double times = back ? 3e-9 : 1e-9;
            foreach (var (name, gates, make) in ((string, int, Func<int, int, int, int, bool, Work>)[])[("lstm", 4, Sequences.Lstm), ("gru", 3, Sequences.Gru)])
                foreach (int rows in (int[])[32, 1])
                    yield return new($"{name}_{way}{(rows == 1 ? "_b1" : "")}", $"sequences {name} {rows} 50 64 128 {(back ? 1 : 0)}",
                        small => small ? make(2, 3, 3, 2, back) : make(rows, 50, 64, 128, back), times * 2 * rows * 50 * gates * 128 * (64 + 128), "GFLOP");
            foreach (var (name, rows, heads, length, depth, causal) in ((string, int, int, int, int, bool)[])
                [("attention_64", 32, 4, 64, 32, false), ("attention_512", 4, 8, 512, 64, false), ("attention_causal_512", 4, 8, 512, 64, true),
                    ("attention_2048", 1, 4, 2048, 64, false)])
                yield return new($"{name}_{way}", $"sequences attention {rows} {heads} {length} {depth} {(causal ? 1 : 0)} {(back ? 1 : 0)}",
                    small => small ? Sequences.Attention(2, 2, 4, 3, causal, back) : Sequences.Attention(rows, heads, length, depth, causal, back),
                    times * 4 * rows * heads * length * length * depth, "GFLOP");
            yield return new($"transformer_block_{(back ? way : "infer")}", $"sequences transformer_block 32 64 128 4 512 {(back ? 1 : 0)}",
                small => small ? Sequences.TransformerBlock(2, 3, 4, 2, 5, back) : Sequences.TransformerBlock(32, 64, 128, 4, 512, back),
                times * 32 * 64 * (2 * 128 * (4 * 128 + 2 * 512) + 4 * 64 * 128), "GFLOP");
        }

        yield return new("LinearRegression", "learners linear_regression 100000 20000 50",
            small => small ? Learners.LinearRegression(200, 50, 4) : Learners.LinearRegression(100_000, 20_000, 50), 100_000, "rows", 1e-8);
        yield return new("LogisticRegression_binary_100kx50", "learners logistic_regression 100000 20000 50 2",
            small => small ? Learners.LogisticRegression(200, 50, 4, 2) : Learners.LogisticRegression(100_000, 20_000, 50, 2), 100_000, "rows", 1e-4);
        yield return new("LogisticRegression_10class_50kx100", "learners logistic_regression 50000 10000 100 10",
            small => small ? Learners.LogisticRegression(200, 50, 4, 3) : Learners.LogisticRegression(50_000, 10_000, 100, 10), 50_000, "rows", 1e-4);
        yield return new("StandardScaler_120kx50", "learners standard_scaler 120000 50",
            small => Learners.StandardScaler(small ? 100 : 120_000, small ? 3 : 50), 120_000 * 50 * 16e-9, "GB");
        yield return new("train_test_split_120kx50", "learners split 120000 50",
            small => Learners.Split(small ? 100 : 120_000, small ? 3 : 50), 120_000 * 50 * 16e-9, "GB");
        yield return new("cross_val_score5_logistic_20kx20_jobs1", "learners cross_validation 20000 20",
            small => Learners.CrossValidation(small ? 200 : 20_000, small ? 4 : 20), 20_000, "rows", 2e-3);
        yield return new("kfold5_shuffled_200k", "learners folds 200000", small => Learners.Folds(small ? 100 : 200_000), 200_000, "rows");
        yield return new("row_predict_Logistic", "learners row_predict_logistic 20000 20",
            small => Learners.RowPredict(small ? 200 : 20_000, small ? 4 : 20), 1, "rows");
        yield return new("DecisionTree_50kx20", "trees decision_tree 50000 10000 20",
            small => small ? TreeLearners.DecisionTree(small, 150, 50, 5) : TreeLearners.DecisionTree(small, 50_000, 10_000, 20), 50_000, "rows", 1e-2);
        yield return new("HistGB_200kx20", "trees boosting 200000 20000 20",
            small => small ? TreeLearners.Boosting(small, 150, 50, 5) : TreeLearners.Boosting(small, 200_000, 20_000, 20), 200_000, "rows", 3e-3);
        yield return new("xgboost_hist_31leaves_raw_200kx20", "trees xgboost_31_leaves 200000 20000 20",
            small => small ? TreeLearners.Boosting(small, 150, 50, 5) : TreeLearners.Boosting(small, 200_000, 20_000, 20), 200_000, "rows", 3e-3);
        yield return new("HistGB_predict20k", "trees boosting_predict 20000 20000 20",
            small => small ? TreeLearners.BoostingPredict(small, 150, 40, 5) : TreeLearners.BoostingPredict(small, 20_000, 20_000, 20), 20_000, "rows", 3e-3);
        yield return new("xgboost_hist_31leaves_predict20k", "trees xgboost_predict 20000 20000 20",
            small => small ? TreeLearners.BoostingPredict(small, 150, 40, 5) : TreeLearners.BoostingPredict(small, 20_000, 20_000, 20), 20_000, "rows", 3e-3);
        yield return new("row_predict_DecisionTree", "trees tree_predict 20000 1 20",
            small => small ? TreeLearners.TreePredict(small, 150, 1, 5) : TreeLearners.TreePredict(small, 20_000, 1, 20), 1, "rows");
        yield return new("row_predict_HistGB100", "trees boosting_predict 20000 1 20",
            small => small ? TreeLearners.BoostingPredict(small, 150, 1, 5) : TreeLearners.BoostingPredict(small, 20_000, 1, 20), 1, "rows", 2e-2);
        yield return new("row_predict_xgboost100", "trees xgboost_predict 20000 1 20",
            small => small ? TreeLearners.BoostingPredict(small, 150, 1, 5) : TreeLearners.BoostingPredict(small, 20_000, 1, 20), 1, "rows", 5e-2);
        yield return new("metric_roc_auc_200k", "learners roc_auc 200000",
            small => Learners.Metric(small ? 300 : 200_000, Metrics.Auc, NaiveModels.Auc), 200_000, "rows");
        yield return new("metric_accuracy_200k", "learners accuracy 200000",
            small => Learners.Metric(small ? 300 : 200_000, Metrics.Accuracy, NaiveModels.Accuracy), 200_000, "rows");
        yield return new("csv_read_100MB", "files csv_read 1100000", small => Files.ReadCsv(small ? 50 : 1_100_000), 0.1, "GB");
        yield return new("csv_quoted", "files csv_quoted 300000", small => Files.ReadQuotedCsv(small ? 50 : 300_000), 300_000, "rows");
        yield return new("table_describe", "files describe 1100000", small => Files.Describe(small ? 50 : 1_100_000), 1_100_000, "rows");
        yield return new("table_where", "files where 1100000", small => Files.Where(small ? 50 : 1_100_000), 1_100_000, "rows");
    }

    static Case Product(string name, string peer, int m, int k, int n, Func<int, int, int, Work> make) => new(name, $"{peer} {m} {k} {n}",
        small => small ? make(Math.Min(m, 9), Math.Min(k, 14), Math.Min(n, 17)) : make(m, k, n), 2e-9 * m * k * n, "GFLOP")
    {
        ProductOf = sizeof(float),
    };

    /// <summary>Calls that treat so many rows each; networks on both sides sum in float32, each in its own order.</summary>
    static Case Steps(string name, string peer, int rows, Func<bool, Work> make) => new(name, peer, make, rows, "rows", 1e-3);

    static Work NN<T>(int m, int k, int n) where T : unmanaged, System.Numerics.INumber<T> => Products.Multiply<T>(m, k, n, false, false);

    /// <summary>Random numbers: each side draws its own, whose mean is about the same.</summary>
    static Case Numbers(string name, string peer, Func<int, Work> make, int bytes) =>
        new(name, $"{peer} {1 << 20}", small => make(small ? 1 << 16 : 1 << 20), (1 << 20) * 1e-9 * bytes, "GB", 1e-2);
}
