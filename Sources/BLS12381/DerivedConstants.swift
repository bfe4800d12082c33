// Written by scripts/bls-constants from x = −0xd201000000010000; change the script, not this file.
// Values are in Montgomery form; DerivedConstantsTests checks each against its definition.

extension Fp {
    /// `2³⁸⁴ mod p`, the multiplicative identity in Montgomery form.
    @inline(__always)
    package static var radix: Fp {
        Fp(
            montgomery: 0x7609_0000_0002_fffd, 0xebf4_000b_c40c_0002, 0x5f48_9857_53c7_58ba,
            0x77ce_5853_7052_5745, 0x5c07_1a97_a256_ec6d, 0x15f6_5ec3_fa80_e493)
    }

    /// `2⁷⁶⁸ mod p`: a Montgomery product with it enters Montgomery form.
    @inline(__always)
    package static var radixSquared: Fp {
        Fp(
            montgomery: 0xf4df_1f34_1c34_1746, 0x0a76_e6a6_09d1_04f1, 0x8de5_476c_4c95_b6d5,
            0x67eb_88a9_939d_83c0, 0x9a79_3e85_b519_952d, 0x1198_8fe5_92ca_e3aa)
    }

    /// `2¹¹⁵² mod p`.
    @inline(__always)
    package static var radixCubed: Fp {
        Fp(
            montgomery: 0xed48_ac6b_d94c_a1e0, 0x315f_831e_03a7_adf8, 0x9a53_352a_615e_29dd,
            0x34c0_4e5e_921e_1761, 0x2512_d435_6572_4728, 0x0aa6_3460_9175_5d4d)
    }

    /// The integer 2p.
    @inline(__always)
    package static var twiceModulus: Fp {
        Fp(
            montgomery: 0x73fd_ffff_ffff_5556, 0x3d57_fffd_62a7_ffff, 0xce61_a541_ed61_ec48,
            0xc8ee_9709_e70a_257e, 0x9637_4f6c_8697_59ae, 0x3402_23d4_72ff_cd34)
    }

    /// The square root of −125, for the second candidate of the map to G2.
    @inline(__always)
    package static var squareRootOfMinus125: Fp {
        Fp(
            montgomery: 0xe413_2bbd_838c_f70a, 0x01d7_69ac_8377_2c19, 0xa83d_d6e9_74c2_2e45,
            0xbc8e_c3e7_77b0_8dff, 0xc035_c204_2ecf_5da3, 0x0739_29e9_7f08_50bf)
    }

    /// The square root of −11³, for the second candidate of the map to G1.
    @inline(__always)
    package static var squareRootOfMinus1331: Fp {
        Fp(
            montgomery: 0x43b5_71ca_d321_5f1f, 0xccb4_60ef_1c70_2dc2, 0x742d_884f_4f97_100b,
            0xdb2c_3e32_38a3_382b, 0xe40f_3fa1_3fce_8f88, 0x0073_a2af_9892_a2ff)
    }

    /// The cube root of unity β with `(βx, y) = [−x²](x, y)` on G1.
    @inline(__always)
    package static var cubeRootOfUnity: Fp {
        Fp(
            montgomery: 0x30f1_361b_798a_64e8, 0xf3b8_ddab_7ece_5a2a, 0x16a8_ca3a_c615_77f7,
            0xc26a_2ff8_74fd_029b, 0x3636_b766_6070_1c6e, 0x051b_a4ab_241b_6160)
    }
}

extension WideFp {
    /// The integer 14·p².
    @inline(__always)
    static var fourteenSquaredPrimes: WideFp {
        WideFp(
            low: Fp(
                montgomery: 0x1d4c_0001_8e35_c71e, 0xd4fb_db9c_7712_8d5c, 0x366a_d12f_5cf1_55dc,
                0x9e79_faf9_6a38_05ab, 0x408b_4f36_27f6_c403, 0x9bb5_568f_5555_0ebc),
            high: Fp(
                montgomery: 0x68b2_00ca_849d_120f, 0x6916_75d7_4021_1211, 0xa08e_a800_e0ab_a564,
                0x680f_ec86_ca23_dddd, 0x2582_9cd4_de94_12ca, 0x24fb_0b02_1aaf_3ce6))
    }
}

extension G1 {
    /// The x coordinate of the generator.
    @inline(__always)
    package static var generatorX: Fp {
        Fp(
            montgomery: 0x5cb3_8790_fd53_0c16, 0x7817_fc67_9976_fff5, 0x154f_95c7_143b_a1c1,
            0xf0ae_6acd_f3d0_e747, 0xedce_6ecc_21db_f440, 0x1201_7741_9e0b_fb75)
    }

    /// The y coordinate of the generator.
    @inline(__always)
    package static var generatorY: Fp {
        Fp(
            montgomery: 0xbaac_93d5_0ce7_2271, 0x8c22_631a_7918_fd8e, 0xdd59_5f13_5707_25ce,
            0x51ac_5829_5040_5194, 0x0e1c_8c3f_ad00_59c0, 0x0bbc_3efc_5008_a26a)
    }
}

extension Fp12 {
    /// `ξ^((p − 1)/6)`.
    @inline(__always)
    package static var frobenius1: Fp2 {
        Fp2(
            Fp(
                montgomery: 0x0708_9552_b319_d465, 0xc669_5f92_b50a_8313, 0x97e8_3ccc_d117_228f,
                0xa35b_aeca_b2dc_29ee, 0x1ce3_93ea_5daa_ce4d, 0x08f2_220f_b0fb_66eb),
            Fp(
                montgomery: 0xb2f6_6aad_4ce5_d646, 0x5842_a06b_fc49_7cec, 0xcf48_95d4_2599_d394,
                0xc11b_9cba_40a8_e8d0, 0x2e38_13cb_e5a0_de89, 0x110e_efda_8884_7faf))
    }

    /// `ξ^(2(p − 1)/6)`.
    @inline(__always)
    package static var frobenius2: Fp2 {
        Fp2(
            Fp(
                montgomery: 0x0000_0000_0000_0000, 0x0000_0000_0000_0000, 0x0000_0000_0000_0000,
                0x0000_0000_0000_0000, 0x0000_0000_0000_0000, 0x0000_0000_0000_0000),
            Fp(
                montgomery: 0xcd03_c9e4_8671_f071, 0x5dab_2246_1fcd_a5d2, 0x5870_42af_d385_1b95,
                0x8eb6_0ebe_01ba_cb9e, 0x03f9_7d6e_83d0_50d2, 0x18f0_2065_5463_8741))
    }

    /// `ξ^(3(p − 1)/6)`.
    @inline(__always)
    package static var frobenius3: Fp2 {
        Fp2(
            Fp(
                montgomery: 0x7bcf_a7a2_5aa3_0fda, 0xdc17_dec1_2a92_7e7c, 0x2f08_8dd8_6b4e_bef1,
                0xd1ca_2087_da74_d4a7, 0x2da2_5966_96ce_bc1d, 0x0e2b_7eed_bbfd_87d2),
            Fp(
                montgomery: 0x7bcf_a7a2_5aa3_0fda, 0xdc17_dec1_2a92_7e7c, 0x2f08_8dd8_6b4e_bef1,
                0xd1ca_2087_da74_d4a7, 0x2da2_5966_96ce_bc1d, 0x0e2b_7eed_bbfd_87d2))
    }

    /// `ξ^(4(p − 1)/6)`.
    @inline(__always)
    package static var frobenius4: Fp2 {
        Fp2(
            Fp(
                montgomery: 0x890d_c9e4_8675_45c3, 0x2af3_2253_3285_a5d5, 0x5088_0866_309b_7e2c,
                0xa20d_1b8c_7e88_1024, 0x14e4_f04f_e2db_9068, 0x14e5_6d3f_1564_853a),
            Fp(
                montgomery: 0x0000_0000_0000_0000, 0x0000_0000_0000_0000, 0x0000_0000_0000_0000,
                0x0000_0000_0000_0000, 0x0000_0000_0000_0000, 0x0000_0000_0000_0000))
    }

    /// `ξ^(5(p − 1)/6)`.
    @inline(__always)
    package static var frobenius5: Fp2 {
        Fp2(
            Fp(
                montgomery: 0x82d8_3cf5_0dbc_e43f, 0xa281_3e53_df9d_018f, 0xc6f0_caa5_3c65_e181,
                0x7525_cf52_8d50_fe95, 0x4a85_ed50_f479_8a6b, 0x171d_a0fd_6cf8_eebd),
            Fp(
                montgomery: 0x3726_c30a_f242_c66c, 0x7c2a_c1aa_d1b6_fe70, 0xa040_07fb_ba4b_14a2,
                0xef51_7c32_6634_1429, 0x0095_ba65_4ed2_226b, 0x02e3_70ec_cc86_f7dd))
    }

    /// `ξ^((p² − 1)/6)`, which lies in Fp.
    @inline(__always)
    package static var frobeniusSquared1: Fp {
        Fp(
            montgomery: 0xecfb_361b_798d_ba3a, 0xc100_ddb8_9186_5a2c, 0x0ec0_8ff1_232b_da8e,
            0xd5c1_3cc6_f1ca_4721, 0x4722_2a47_bf7b_5c04, 0x0110_f184_e51c_5f59)
    }

    /// `ξ^(2(p² − 1)/6)`, which lies in Fp.
    @inline(__always)
    package static var frobeniusSquared2: Fp {
        Fp(
            montgomery: 0x30f1_361b_798a_64e8, 0xf3b8_ddab_7ece_5a2a, 0x16a8_ca3a_c615_77f7,
            0xc26a_2ff8_74fd_029b, 0x3636_b766_6070_1c6e, 0x051b_a4ab_241b_6160)
    }

    /// `ξ^(3(p² − 1)/6)`, which lies in Fp.
    @inline(__always)
    package static var frobeniusSquared3: Fp {
        Fp(
            montgomery: 0x43f5_ffff_fffc_aaae, 0x32b7_fff2_ed47_fffd, 0x07e8_3a49_a2e9_9d69,
            0xeca8_f331_8332_bb7a, 0xef14_8d1e_a0f4_c069, 0x040a_b326_3eff_0206)
    }

    /// `ξ^(4(p² − 1)/6)`, which lies in Fp.
    @inline(__always)
    package static var frobeniusSquared4: Fp {
        Fp(
            montgomery: 0xcd03_c9e4_8671_f071, 0x5dab_2246_1fcd_a5d2, 0x5870_42af_d385_1b95,
            0x8eb6_0ebe_01ba_cb9e, 0x03f9_7d6e_83d0_50d2, 0x18f0_2065_5463_8741)
    }

    /// `ξ^(5(p² − 1)/6)`, which lies in Fp.
    @inline(__always)
    package static var frobeniusSquared5: Fp {
        Fp(
            montgomery: 0x890d_c9e4_8675_45c3, 0x2af3_2253_3285_a5d5, 0x5088_0866_309b_7e2c,
            0xa20d_1b8c_7e88_1024, 0x14e4_f04f_e2db_9068, 0x14e5_6d3f_1564_853a)
    }
}

extension G2 {
    /// The x coordinate of the generator.
    @inline(__always)
    package static var generatorX: Fp2 {
        Fp2(
            Fp(
                montgomery: 0xf5f2_8fa2_0294_0a10, 0xb3f5_fb26_87b4_961a, 0xa1a8_93b5_3e2a_e580,
                0x9894_999d_1a3c_aee9, 0x6f67_b763_1863_366b, 0x0581_9192_4350_bcd7),
            Fp(
                montgomery: 0xa5a9_c075_9e23_f606, 0xaaa0_c59d_bccd_60c3, 0x3bb1_7e18_e286_7806,
                0x1b1a_b6cc_8541_b367, 0xc2b6_ed0e_f215_8547, 0x1192_2a09_7360_edf3))
    }

    /// The y coordinate of the generator.
    @inline(__always)
    package static var generatorY: Fp2 {
        Fp2(
            Fp(
                montgomery: 0x4c73_0af8_6049_4c4a, 0x597c_fa1f_5e36_9c5a, 0xe7e6_856c_aa0a_635a,
                0xbbef_b5e9_6e0d_495f, 0x07d3_a975_f0ef_25a2, 0x0083_fd8e_7e80_dae5),
            Fp(
                montgomery: 0xadc0_fc92_df64_b05d, 0x18aa_270a_2b14_61dc, 0x86ad_ac6a_3be4_eba0,
                0x7949_5c4e_c93d_a33a, 0xe717_5850_a43c_caed, 0x0b2b_c2a1_63de_1bf2))
    }

    /// `ξ^(−(p − 1)/3)`, the x factor of ψ.
    @inline(__always)
    package static var endomorphismX: Fp2 {
        Fp2(
            Fp(
                montgomery: 0x0000_0000_0000_0000, 0x0000_0000_0000_0000, 0x0000_0000_0000_0000,
                0x0000_0000_0000_0000, 0x0000_0000_0000_0000, 0x0000_0000_0000_0000),
            Fp(
                montgomery: 0x890d_c9e4_8675_45c3, 0x2af3_2253_3285_a5d5, 0x5088_0866_309b_7e2c,
                0xa20d_1b8c_7e88_1024, 0x14e4_f04f_e2db_9068, 0x14e5_6d3f_1564_853a))
    }

    /// `ξ^(−(p − 1)/2)`, the y factor of ψ.
    @inline(__always)
    package static var endomorphismY: Fp2 {
        Fp2(
            Fp(
                montgomery: 0x3e2f_585d_a55c_9ad1, 0x4294_213d_86c1_8183, 0x3828_44c8_8b62_3732,
                0x92ad_2afd_1910_3e18, 0x1d79_4e4f_ac7c_f0b9, 0x0bd5_92fc_7d82_5ec8),
            Fp(
                montgomery: 0x7bcf_a7a2_5aa3_0fda, 0xdc17_dec1_2a92_7e7c, 0x2f08_8dd8_6b4e_bef1,
                0xd1ca_2087_da74_d4a7, 0x2da2_5966_96ce_bc1d, 0x0e2b_7eed_bbfd_87d2))
    }

    /// The x factor of ψ², which lies in Fp; its y factor is −1.
    @inline(__always)
    package static var endomorphismSquaredX: Fp {
        Fp(
            montgomery: 0xcd03_c9e4_8671_f071, 0x5dab_2246_1fcd_a5d2, 0x5870_42af_d385_1b95,
            0x8eb6_0ebe_01ba_cb9e, 0x03f9_7d6e_83d0_50d2, 0x18f0_2065_5463_8741)
    }
}
